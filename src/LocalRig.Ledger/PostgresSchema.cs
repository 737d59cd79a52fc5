namespace LocalRig.Ledger;

/// <summary>PostgreSQL's tables, and how those of older versions are brought up.</summary>
internal static class PostgresSchema
{
    /// <summary>The schema this build writes.</summary>
    public const int Version = 3;

    /// <summary>Records of a room.</summary>
    public const long RoomRecords = 4_000_000; // as the migrations have it

    /// <summary>What makes each version of the one before it.</summary>
    public static readonly string[] Migrations =
    [
        """
        CREATE TABLE record (
          seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, id bytea NOT NULL, kind int NOT NULL, machine text NOT NULL, device text NOT NULL, model text NOT NULL,
          metric text NOT NULL, flag text NOT NULL, of bytea, body text NOT NULL);
        CREATE INDEX record_id ON record(id);
        CREATE INDEX record_of ON record(of) WHERE of IS NOT NULL;
        CREATE INDEX record_place ON record(device, model, metric);
        CREATE INDEX record_machine ON record(machine);
        CREATE FUNCTION record_is_kept() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''records are never changed or removed''; END';
        CREATE TRIGGER record_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON record FOR EACH STATEMENT EXECUTE FUNCTION record_is_kept();
        """,

        // In rooms of four million records by the order they came, some 3 GB each: new records touch the indices of the last room only, which stay in memory
        // however long the ledger is. A room is made when the records before it are many enough.
        """
        ALTER TABLE record RENAME TO record_1;
        DROP INDEX record_id; DROP INDEX record_of; DROP INDEX record_place; DROP INDEX record_machine; DROP TRIGGER record_is_kept ON record_1;
        CREATE TABLE word (n int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, text text NOT NULL UNIQUE);
        INSERT INTO word (text) SELECT machine FROM record_1 UNION SELECT device FROM record_1 UNION SELECT model FROM record_1 UNION SELECT metric FROM record_1;
        CREATE SEQUENCE record_number;
        CREATE TABLE record (
          seq bigint NOT NULL DEFAULT nextval('record_number'), id uuid NOT NULL, kind int NOT NULL, machine int NOT NULL, device int NOT NULL, model int NOT NULL,
          metric int NOT NULL, flag text NOT NULL, body text NOT NULL) PARTITION BY RANGE (seq);
        CREATE UNIQUE INDEX record_seq ON record(seq);
        CREATE INDEX record_id ON record(id);
        CREATE TABLE reference (of uuid NOT NULL, kind int NOT NULL);
        CREATE INDEX reference_of ON reference(of);
        CREATE INDEX record_place ON record(device, model, metric);
        CREATE INDEX record_machine ON record(machine, seq);
        CREATE TRIGGER record_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON record FOR EACH STATEMENT EXECUTE FUNCTION record_is_kept();
        CREATE TRIGGER reference_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON reference FOR EACH STATEMENT EXECUTE FUNCTION record_is_kept();
        CREATE FUNCTION record_room(last bigint) RETURNS void LANGUAGE plpgsql AS '
          DECLARE n bigint;
          BEGIN
            FOR n IN (SELECT count(*) FROM pg_inherits WHERE inhparent = ''record''::regclass) .. last / 4000000 LOOP
              EXECUTE format(''CREATE TABLE record_room_%s PARTITION OF record FOR VALUES FROM (%s) TO (%s)'', n, n * 4000000, (n + 1) * 4000000);
              EXECUTE format(''CREATE TRIGGER record_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON record_room_%s FOR EACH STATEMENT EXECUTE FUNCTION record_is_kept()'', n);
            END LOOP;
          END';
        SELECT record_room(coalesce(max(seq), 0)) FROM record_1;
        INSERT INTO record (seq, id, kind, machine, device, model, metric, flag, body)
          SELECT seq, encode(id, 'hex')::uuid, kind, (SELECT n FROM word WHERE text = machine), (SELECT n FROM word WHERE text = device),
            (SELECT n FROM word WHERE text = model), (SELECT n FROM word WHERE text = metric), flag, body FROM record_1 ORDER BY seq;
        INSERT INTO reference SELECT encode(of, 'hex')::uuid, kind FROM record_1 WHERE of IS NOT NULL AND flag <> 'quarantined';
        SELECT setval('record_number', coalesce(max(seq), 0) + 1, false) FROM record_1;
        DROP TABLE record_1;
        """,

        // A device and a model are one number: comparing three columns in an index was a fifth of an import. An id is looked for by its hash alone, and a machine's
        // records aren't kept in their order, since few of them are sorted quickly.
        """
        DROP INDEX record_seq; DROP INDEX record_id; DROP INDEX record_place; DROP INDEX record_machine;
        ALTER TABLE record RENAME TO record_2;
        DO '
          DECLARE room text;
          BEGIN
            FOR room IN SELECT relname FROM pg_inherits JOIN pg_class ON oid = inhrelid WHERE inhparent = ''record_2''::regclass LOOP
              EXECUTE format(''ALTER TABLE %I RENAME TO %I'', room, room || ''_2'');
            END LOOP;
          END';
        CREATE TABLE place (n int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, device text NOT NULL, model text NOT NULL, UNIQUE (device, model));
        INSERT INTO place (device, model) SELECT d.text, m.text FROM (SELECT DISTINCT device, model FROM record_2) p JOIN word d ON d.n = p.device JOIN word m ON m.n = p.model ORDER BY 1, 2;
        CREATE TABLE record (
          seq bigint NOT NULL DEFAULT nextval('record_number'), id uuid NOT NULL, kind int NOT NULL, machine int NOT NULL, place int NOT NULL, metric int NOT NULL,
          flag text NOT NULL, body text NOT NULL) PARTITION BY RANGE (seq);
        SELECT record_room(coalesce(max(seq), 0)) FROM record_2;
        INSERT INTO record (seq, id, kind, machine, place, metric, flag, body)
          SELECT r.seq, r.id, r.kind, r.machine, p.n, r.metric, r.flag, r.body
          FROM record_2 r JOIN word d ON d.n = r.device JOIN word m ON m.n = r.model JOIN place p ON p.device = d.text AND p.model = m.text ORDER BY r.seq;
        CREATE UNIQUE INDEX record_seq ON record(seq);
        CREATE INDEX record_id ON record USING hash(id);
        CREATE INDEX record_place ON record(place);
        CREATE INDEX record_machine ON record(machine);
        CREATE TRIGGER record_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON record FOR EACH STATEMENT EXECUTE FUNCTION record_is_kept();
        DROP TABLE record_2;
        """,
    ];
}
