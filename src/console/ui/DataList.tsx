import type { Key, ReactNode } from 'react';
import { Paper, Stack, Table } from '@mantine/core';
import { useIsPhone } from './use-is-phone';
import classes from './DataList.module.css';

export interface Column<Row> {
  readonly key: string;
  readonly header: string;
  cell(row: Row): ReactNode;
  /** Numbers stand at the right. */
  readonly align?: 'right';
  /** CSS width; columns whose content moves have one. */
  readonly width?: string;
  /** On a card: its head; a line of its own without the header (actions, bars); or not at all. Else header and value in a line. */
  readonly onCard?: 'title' | 'wide' | 'none';
}

export interface DataListProps<Row> {
  /** What the rows are, for those who do not see: "Campanhas". */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  rowKey(row: Row): Key;
}

/** A table, and on phones cards: the columns are said once. Loading, problems and emptiness are the caller's, around it. */
export function DataList<Row>(props: DataListProps<Row>): ReactNode {
  return useIsPhone() ? <Cards {...props} /> : <Rows {...props} />;
}

function Rows<Row>({ label, columns, rows, rowKey }: DataListProps<Row>): ReactNode {
  const attributes = ({ align, width }: Column<Row>) => ({ ...(align && { ta: align }), ...(width !== undefined && { w: width }) });
  return (
    <Paper withBorder className={classes['frame'] ?? ''}>
      <Table aria-label={label} highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            {columns.map((column) => (
              <Table.Th key={column.key} scope="col" {...attributes(column)}>
                {column.header}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={rowKey(row)}>
              {columns.map((column) => (
                <Table.Td key={column.key} {...attributes(column)}>
                  {column.cell(row)}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  );
}

function Cards<Row>({ label, columns, rows, rowKey }: DataListProps<Row>): ReactNode {
  const shown = (place: Column<Row>['onCard']) => columns.filter(({ onCard }) => onCard === place);
  return (
    <Stack component="ul" gap="sm" aria-label={label} className={classes['cards'] ?? ''}>
      {rows.map((row) => (
        <Paper component="li" key={rowKey(row)} withBorder p="md">
          {shown('title').map((column) => (
            <div key={column.key} className={classes['title']}>
              {column.cell(row)}
            </div>
          ))}
          <dl className={classes['facts']}>
            {shown(undefined).map((column) => (
              <div key={column.key}>
                <dt>{column.header}</dt>
                <dd>{column.cell(row)}</dd>
              </div>
            ))}
          </dl>
          {shown('wide').map((column) => (
            <div key={column.key} className={classes['wide']}>
              {column.cell(row)}
            </div>
          ))}
        </Paper>
      ))}
    </Stack>
  );
}
