/** What each import of a file into a list did, and the lines it refused. */
export const up = /* sql */ `
-- Written in the transaction that writes the items: the record is there if and only if its contacts are.
CREATE TABLE "Imports" (
  "id" uuid PRIMARY KEY,
  "companyId" integer NOT NULL REFERENCES "Companies" ("id") ON DELETE CASCADE,
  "contactListId" integer NOT NULL REFERENCES "ContactLists" ("id") ON DELETE CASCADE,
  "userId" integer REFERENCES "Users" ("id") ON DELETE SET NULL,
  "fileName" text NOT NULL,
  "lines" integer NOT NULL,
  "imported" integer NOT NULL,
  "updated" integer NOT NULL,
  "duplicate" integer NOT NULL,
  "optOut" integer NOT NULL,
  "invalid" integer NOT NULL,
  -- The first 10,000 refused lines: [{"line", "column", "code", "value"}].
  "errors" jsonb NOT NULL DEFAULT '[]',
  "createdAt" timestamptz NOT NULL DEFAULT now(),
  -- No line vanishes.
  CONSTRAINT "Imports_sum" CHECK ("lines" = "imported" + "updated" + "duplicate" + "optOut" + "invalid")
);
CREATE INDEX "Imports_list" ON "Imports" ("contactListId", "createdAt" DESC, "id");
`;
