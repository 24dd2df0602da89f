using System;
using Microsoft.EntityFrameworkCore.Migrations;
using PlantCare.Storage.Relational.PostgreSql;

#nullable disable

namespace PlantCare.Storage.Relational.Migrations.PostgreSql
{
    /// <inheritdoc />
    public partial class SensorStates : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "sensor_states",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    device_row_id = table.Column<Guid>(type: "uuid", nullable: false),
                    sensor = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false),
                    last_seen = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    interval_seconds = table.Column<double>(type: "double precision", nullable: true),
                    battery = table.Column<double>(type: "double precision", nullable: true),
                    rssi = table.Column<double>(type: "double precision", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sensor_states", x => x.id);
                    table.ForeignKey(
                        name: "fk_sensor_states_devices_device_row_id",
                        column: x => x.device_row_id,
                        principalTable: "devices",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_sensor_states_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_sensor_states_device_row_id_sensor",
                table: "sensor_states",
                columns: new[] { "device_row_id", "sensor" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_sensor_states_user_id",
                table: "sensor_states",
                column: "user_id");

            migrationBuilder.ProtectRows("sensor_states");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "sensor_states");
        }
    }
}
