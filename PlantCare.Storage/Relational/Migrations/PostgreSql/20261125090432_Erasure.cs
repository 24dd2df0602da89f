using System;
using Microsoft.EntityFrameworkCore.Migrations;
using PlantCare.Storage.Relational.PostgreSql;

#nullable disable

namespace PlantCare.Storage.Relational.Migrations.PostgreSql
{
    /// <inheritdoc />
    public partial class Erasure : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "erasures",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    requested_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    erased_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    next_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_erasures", x => x.id);
                });

            migrationBuilder.KeepForSystem("erasures");
            migrationBuilder.LetNamesOutOfRecord("audit_log", "actor_id", "actor", "subject", "detail", "address", "client");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.KeepNamesInRecord("audit_log");

            migrationBuilder.DropTable(
                name: "erasures");
        }
    }
}
