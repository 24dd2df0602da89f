using Microsoft.EntityFrameworkCore.Migrations;

namespace PlantCare.Storage.Relational.PostgreSql;

/// <summary>
/// The roles that connections take, and what a migration says to keep each account's rows apart (docs/decisions/0010). A table that holds
/// a user's rows is protected in the migration that makes it; a test finds those that are not.
/// </summary>
internal static class RowSecurity
{
    /// <summary>Works for one account and sees that account's rows.</summary>
    public const string AppRole = "plantcare_app";

    /// <summary>The system's own work, which sees every row.</summary>
    public const string SystemRole = "plantcare_system";

    /// <summary>Signing in and registering: every account, and no other table.</summary>
    public const string SignInRole = "plantcare_sign_in";

    /// <summary>The setting that holds the account, text of a UUID; empty for nobody.</summary>
    public const string UserIdSetting = "plantcare.user_id";

    /// <summary>All of them. None can log in, owns anything, or gets round a policy.</summary>
    public static readonly string[] Roles = [AppRole, SystemRole, SignInRole];

    /// <summary>From now on an account sees and writes only its own rows of a table; the system sees all.</summary>
    /// <param name="migration">The migration.</param>
    /// <param name="table">The table.</param>
    /// <param name="ownerColumn">The column with the account's id.</param>
    public static void ProtectRows(this MigrationBuilder migration, string table, string ownerColumn = "user_id") =>

        // The sub-select is worked out once a statement, not once a row.
        migration.Sql($"""
            ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
            ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
            CREATE POLICY own_rows ON {table} TO {AppRole}
                USING ({ownerColumn} = (SELECT nullif(current_setting('{UserIdSetting}', true), '')::uuid));
            CREATE POLICY every_row ON {table} TO {SystemRole} USING (true);
            GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {AppRole}, {SystemRole};
            """);

    /// <summary>A table that belongs to no account: the system alone sees it.</summary>
    /// <param name="migration">The migration.</param>
    /// <param name="table">The table.</param>
    public static void KeepForSystem(this MigrationBuilder migration, string table) => migration.Sql($"""
        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
        ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
        CREATE POLICY every_row ON {table} TO {SystemRole} USING (true);
        GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {SystemRole};
        """);

    /// <summary>Lets a table of accounts be read and written by whoever signs in or registers.</summary>
    /// <param name="migration">The migration.</param>
    /// <param name="table">The table, protected before.</param>
    public static void OpenToSignIn(this MigrationBuilder migration, string table) => migration.Sql($"""
        CREATE POLICY sign_in ON {table} TO {SignInRole} USING (true);
        GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {SignInRole};
        """);
}
