using System;
using Microsoft.EntityFrameworkCore.Migrations;
using PlantCare.Storage.Relational.PostgreSql;

#nullable disable

namespace PlantCare.Storage.Relational.Migrations.PostgreSql
{
    /// <inheritdoc />
    public partial class Telegram : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "telegram_requests",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    purpose = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    code_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: true),
                    telegram_id = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true),
                    number = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: true),
                    client = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true),
                    address = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    progress = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_telegram_requests", x => x.id);
                    table.ForeignKey(
                        name: "fk_telegram_requests_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_telegram_requests_code_hash",
                table: "telegram_requests",
                column: "code_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_telegram_requests_expires_at",
                table: "telegram_requests",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "ix_telegram_requests_user_id",
                table: "telegram_requests",
                column: "user_id");

            migrationBuilder.ProtectRows("telegram_requests");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "telegram_requests");
        }
    }
}
