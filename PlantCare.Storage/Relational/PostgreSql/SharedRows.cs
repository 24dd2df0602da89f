using Microsoft.EntityFrameworkCore.Migrations;

namespace PlantCare.Storage.Relational.PostgreSql;

/// <summary>
/// What a migration says so that the database shows an account the rows that others share with it, and no more
/// (docs/decisions/0016-sharing-in-the-database.md). The query filters of <see cref="PlantCareContext"/> say the same for databases that
/// cannot.
/// </summary>
internal static class SharedRows
{
    private const string Me = "(SELECT plantcare_me())";
    private const string Anybody = "'{viewer,sitter,caretaker,owner}'";

    /// <summary>
    /// Makes the functions that policies ask. They read what the caller may read, so that none can tell more than its caller could find out.
    /// Policies of <c>shares</c> must not ask about plants or places: these ask about shares.
    /// </summary>
    public static void CreateSharingFunctions(this MigrationBuilder migration) => migration.Sql($"""
        CREATE FUNCTION plantcare_me() RETURNS uuid LANGUAGE sql STABLE AS $$
            SELECT nullif(current_setting('{RowSecurity.UserIdSetting}', true), '')::uuid
        $$;
        CREATE FUNCTION plantcare_held_plants(roles text[]) RETURNS SETOF uuid LANGUAGE sql STABLE AS $$
            SELECT plant_id FROM shares WHERE plant_id IS NOT NULL AND (holder_id = plantcare_me() OR id = plantcare_me())
                AND role = ANY (roles) AND (expires_at IS NULL OR expires_at > now())
        $$;
        CREATE FUNCTION plantcare_held_places(roles text[]) RETURNS SETOF uuid LANGUAGE sql STABLE AS $$
            SELECT place_id FROM shares WHERE place_id IS NOT NULL AND (holder_id = plantcare_me() OR id = plantcare_me())
                AND role = ANY (roles) AND (expires_at IS NULL OR expires_at > now())
        $$;
        CREATE FUNCTION plantcare_shared_plants(roles text[]) RETURNS SETOF uuid LANGUAGE sql STABLE AS $$
            SELECT id FROM plants WHERE id = ANY (ARRAY(SELECT plantcare_held_plants(roles)))
                OR place_id = ANY (ARRAY(SELECT plantcare_held_places(roles)))
        $$;
        """);

    /// <summary>Takes the functions away, after the tables whose policies ask them.</summary>
    public static void DropSharingFunctions(this MigrationBuilder migration) => migration.Sql("""
        DROP FUNCTION plantcare_shared_plants(text[]); DROP FUNCTION plantcare_held_places(text[]);
        DROP FUNCTION plantcare_held_plants(text[]); DROP FUNCTION plantcare_me();
        """);

    /// <summary>Shows a share to whoever holds it, beside whoever gave it.</summary>
    public static void ShowSharesToHolders(this MigrationBuilder migration) => migration.Sql($"""
        CREATE POLICY shared_rows ON shares FOR SELECT TO {RowSecurity.AppRole} USING (holder_id = {Me} OR id = {Me});
        """);

    /// <summary>Shows places and plants to whom they are shared with, and keeps plants in places of their own account.</summary>
    public static void ShowSharedPlants(this MigrationBuilder migration) => migration.Sql($"""
        CREATE POLICY shared_rows ON places FOR SELECT TO {RowSecurity.AppRole}
            USING (id = ANY (ARRAY(SELECT plantcare_held_places({Anybody}))));
        CREATE POLICY shared_rows ON plants FOR SELECT TO {RowSecurity.AppRole}
            USING (id = ANY (ARRAY(SELECT plantcare_held_plants({Anybody}))) OR place_id = ANY (ARRAY(SELECT plantcare_held_places({Anybody}))));
        ALTER POLICY own_rows ON plants
            WITH CHECK (user_id = {Me} AND (place_id IS NULL OR place_id IN (SELECT p.id FROM places p WHERE p.user_id = {Me})));
        """);

    /// <summary>No longer shows plants and devices to anybody but their owner.</summary>
    public static void HideSharedPlants(this MigrationBuilder migration) => migration.Sql($"""
        DROP POLICY shared_rows ON devices;
        DROP POLICY shared_rows ON plants;
        ALTER POLICY own_rows ON plants WITH CHECK (user_id = (SELECT nullif(current_setting('{RowSecurity.UserIdSetting}', true), '')::uuid));
        """);

    /// <summary>Shows the rows of a table to whoever sees the plant that they are about.</summary>
    /// <param name="migration">The migration.</param>
    /// <param name="table">A table with a <c>plant_id</c>, protected before.</param>
    public static void ShowWithPlant(this MigrationBuilder migration, string table) => migration.Sql($"""
        CREATE POLICY shared_rows ON {table} FOR SELECT TO {RowSecurity.AppRole} USING (plant_id = ANY (ARRAY(SELECT plantcare_shared_plants({Anybody}))));
        """);

    /// <summary>Lets holders of some roles do one thing with the rows of plants that are shared with them.</summary>
    /// <param name="migration">The migration.</param>
    /// <param name="table">A table with a <c>plant_id</c> and a <c>user_id</c>, protected before.</param>
    /// <param name="action"><c>INSERT</c> or <c>UPDATE</c>.</param>
    /// <param name="roles">The roles.</param>
    public static void LetHolders(this MigrationBuilder migration, string table, string action, params string[] roles)
    {
        var shared = $"plant_id = ANY (ARRAY(SELECT plantcare_shared_plants('{{{string.Join(',', roles)}}}')))";
        var existing = action == "INSERT" ? "" : $"USING ({shared})";
        migration.Sql($"""
            CREATE POLICY holders_{action.ToLowerInvariant()} ON {table} FOR {action} TO {RowSecurity.AppRole} {existing}
                WITH CHECK ({shared} AND user_id = (SELECT p.user_id FROM plants p WHERE p.id = plant_id));
            """);
    }

    /// <summary>A table that an account may read its rows of, and nobody may change: only the system adds to it, and clears it.</summary>
    /// <param name="migration">The migration.</param>
    /// <param name="table">The table.</param>
    public static void KeepAsRecord(this MigrationBuilder migration, string table) => migration.Sql($"""
        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
        ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
        CREATE POLICY own_rows ON {table} FOR SELECT TO {RowSecurity.AppRole} USING (user_id = {Me});
        CREATE POLICY every_row ON {table} TO {RowSecurity.SystemRole} USING (true);
        GRANT SELECT ON {table} TO {RowSecurity.AppRole};
        GRANT SELECT, INSERT, DELETE ON {table} TO {RowSecurity.SystemRole};
        """);

    /// <summary>Lets the system take names out of a record, when whoever they name is erased.</summary>
    /// <param name="migration">The migration.</param>
    /// <param name="table">The record.</param>
    /// <param name="columns">Those that name somebody.</param>
    public static void LetNamesOutOfRecord(this MigrationBuilder migration, string table, params string[] columns) =>
        migration.Sql($"GRANT UPDATE ({string.Join(", ", columns)}) ON {table} TO {RowSecurity.SystemRole};");

    /// <summary>No longer.</summary>
    /// <param name="migration">The migration.</param>
    /// <param name="table">The record.</param>
    public static void KeepNamesInRecord(this MigrationBuilder migration, string table) =>
        migration.Sql($"REVOKE UPDATE ON {table} FROM {RowSecurity.SystemRole};");
}
