using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace PlantCare.Storage.Relational.Migrations.PostgreSql
{
    /// <inheritdoc />
    public partial class SensorMeasurements : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.AddColumn<string>(
            name: "measurements",
            table: "gateway_sensors",
            type: "jsonb",
            nullable: false,
            defaultValueSql: "'{}'");

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropColumn(
            name: "measurements",
            table: "gateway_sensors");
    }
}
