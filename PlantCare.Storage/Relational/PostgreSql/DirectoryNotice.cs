using Microsoft.EntityFrameworkCore.Migrations;

namespace PlantCare.Storage.Relational.PostgreSql;

/// <summary>
/// What a migration says so that the database tells whose devices or plants changed (<see cref="DirectoryListener"/>). A trigger hears
/// what no program can forget to say: cascades, bulk updates, a person at the console.
/// </summary>
internal static class DirectoryNotice
{
    private const string Function = "plantcare_directory_changed";
    private const string AccountFunction = "plantcare_account_changed";

    /// <summary>Makes the function that the tables' triggers call.</summary>
    public static void CreateDirectoryNotice(this MigrationBuilder migration) => migration.Sql($"""
        CREATE FUNCTION {Function}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP <> 'INSERT' THEN PERFORM pg_notify('{DirectoryListener.Channel}', OLD.user_id::text); END IF;
            IF TG_OP <> 'DELETE' THEN PERFORM pg_notify('{DirectoryListener.Channel}', NEW.user_id::text); END IF;
            RETURN NULL;
        END $$;
        """);

    /// <summary>From now on a table tells of new and deleted rows, and of changes of those columns.</summary>
    /// <param name="migration">The migration.</param>
    /// <param name="table">A table with a <c>user_id</c>.</param>
    /// <param name="columns">What the directory holds of it; a device's last signs of life are not among them.</param>
    public static void TellDirectory(this MigrationBuilder migration, string table, params string[] columns) => migration.Sql($"""
        CREATE TRIGGER directory_changed AFTER INSERT OR DELETE OR UPDATE OF {string.Join(", ", columns)} ON {table}
            FOR EACH ROW EXECUTE FUNCTION {Function}();
        """);

    /// <summary>Says anew which changes of a table the directory hears of.</summary>
    /// <param name="migration">The migration.</param>
    /// <param name="table">A table that it hears of already.</param>
    /// <param name="columns">What the directory holds of it from now on.</param>
    public static void TellDirectoryInstead(this MigrationBuilder migration, string table, params string[] columns)
    {
        migration.Sql($"DROP TRIGGER directory_changed ON {table};");
        migration.TellDirectory(table, columns);
    }

    /// <summary>From now on the directory hears of accounts that are disabled or enabled.</summary>
    public static void TellDirectoryOfAccounts(this MigrationBuilder migration) => migration.Sql($"""
        CREATE FUNCTION {AccountFunction}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            PERFORM pg_notify('{DirectoryListener.Channel}', NEW.id::text);
            RETURN NULL;
        END $$;
        CREATE TRIGGER directory_changed AFTER UPDATE OF disabled_at ON users FOR EACH ROW EXECUTE FUNCTION {AccountFunction}();
        """);

    /// <summary>No longer.</summary>
    public static void NoLongerTellDirectoryOfAccounts(this MigrationBuilder migration) =>
        migration.Sql($"DROP TRIGGER directory_changed ON users; DROP FUNCTION {AccountFunction}();");

    /// <summary>Takes the function away, after its tables.</summary>
    public static void DropDirectoryNotice(this MigrationBuilder migration) => migration.Sql($"DROP FUNCTION {Function}();");
}
