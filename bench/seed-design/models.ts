import { DataTypes, Sequelize, type CreationOptional, type InferAttributes, type InferCreationAttributes, Model, type NonAttribute } from 'sequelize';

/** Apart from the product's tables, in the same server. */
const SCHEMA = 'seed_design';

export class ContactList extends Model<InferAttributes<ContactList>, InferCreationAttributes<ContactList>> {
  declare id: CreationOptional<number>;
  declare name: string;
  declare contacts: NonAttribute<ContactListItem[]>;
}

export class ContactListItem extends Model<InferAttributes<ContactListItem>, InferCreationAttributes<ContactListItem>> {
  declare id: CreationOptional<number>;
  declare contactListId: number;
  declare name: string;
  declare number: string;
  declare email: string;
  declare isWhatsappValid: boolean;
  declare isGroup: boolean;
}

export class Whatsapp extends Model<InferAttributes<Whatsapp>, InferCreationAttributes<Whatsapp>> {
  declare id: CreationOptional<number>;
  declare name: string;
  declare status: string;
}

export class Campaign extends Model<InferAttributes<Campaign>, InferCreationAttributes<Campaign>> {
  declare id: CreationOptional<number>;
  declare name: string;
  declare status: string;
  declare scheduledAt: Date;
  declare completedAt: Date | null;
  declare contactListId: number;
  declare whatsappId: number;
  declare message1: string;
  declare message2: string;
  declare contactList: NonAttribute<ContactList>;
  declare whatsapp: NonAttribute<Whatsapp>;
}

export class CampaignSetting extends Model<InferAttributes<CampaignSetting>, InferCreationAttributes<CampaignSetting>> {
  declare id: CreationOptional<number>;
  declare key: string;
  declare value: string;
}

export class CampaignShipping extends Model<InferAttributes<CampaignShipping>, InferCreationAttributes<CampaignShipping>> {
  declare id: CreationOptional<number>;
  declare campaignId: number;
  declare contactId: number;
  declare number: string;
  declare message: string;
  declare jobId: string | null;
  declare deliveredAt: Date | null;
  declare contact: NonAttribute<ContactListItem>;
}

/** Tables as the design has them: no unique key on (campaign, contact), which `findOrCreate` stands in for. */
export function defineModels(url: string): Sequelize {
  const sequelize = new Sequelize(url, { logging: false, pool: { max: 10 }, define: { schema: SCHEMA } });
  const id = { type: DataTypes.INTEGER, primaryKey: true, autoIncrement: true };
  const flag = (defaultValue: boolean) => ({ type: DataTypes.BOOLEAN, defaultValue });
  ContactList.init({ id, name: DataTypes.STRING }, { sequelize });
  ContactListItem.init(
    {
      ...{ id, contactListId: DataTypes.INTEGER, name: DataTypes.STRING, number: DataTypes.STRING, email: DataTypes.STRING },
      isWhatsappValid: flag(true),
      isGroup: flag(false),
    },
    { sequelize },
  );
  Whatsapp.init({ id, name: DataTypes.STRING, status: DataTypes.STRING }, { sequelize });
  Campaign.init(
    {
      ...{ id, name: DataTypes.STRING, status: DataTypes.STRING, scheduledAt: DataTypes.DATE, completedAt: DataTypes.DATE },
      ...{ contactListId: DataTypes.INTEGER, whatsappId: DataTypes.INTEGER, message1: DataTypes.TEXT, message2: DataTypes.TEXT },
    },
    { sequelize },
  );
  CampaignSetting.init({ id, key: DataTypes.STRING, value: DataTypes.TEXT }, { sequelize });
  CampaignShipping.init(
    {
      ...{ id, campaignId: DataTypes.INTEGER, contactId: DataTypes.INTEGER, number: DataTypes.STRING },
      ...{ message: DataTypes.TEXT, jobId: DataTypes.STRING, deliveredAt: DataTypes.DATE },
    },
    { sequelize },
  );
  ContactList.hasMany(ContactListItem, { as: 'contacts', foreignKey: 'contactListId' });
  Campaign.belongsTo(ContactList, { as: 'contactList', foreignKey: 'contactListId' });
  Campaign.belongsTo(Whatsapp, { as: 'whatsapp', foreignKey: 'whatsappId' });
  CampaignShipping.belongsTo(ContactListItem, { as: 'contact', foreignKey: 'contactId' });
  return sequelize;
}

/** Empty tables, whatever was there. */
export async function createTables(sequelize: Sequelize): Promise<void> {
  await sequelize.createSchema(SCHEMA, {}).catch(() => undefined); // Of an earlier run.
  await sequelize.sync({ force: true });
}
