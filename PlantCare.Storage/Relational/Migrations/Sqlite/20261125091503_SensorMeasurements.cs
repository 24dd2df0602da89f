using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace PlantCare.Storage.Relational.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class SensorMeasurements : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.AddColumn<string>(
            name: "measurements",
            table: "gateway_sensors",
            type: "TEXT",
            nullable: false,
            defaultValueSql: "'{}'");

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropColumn(
            name: "measurements",
            table: "gateway_sensors");
    }
}
