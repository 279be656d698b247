using Microsoft.EntityFrameworkCore.Migrations;

namespace Data.Migrations
{
    public partial class AddWebhookSecret : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "JwtSecret",
                table: "Webhooks",
                type: "nvarchar(128)",
                maxLength: 128,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<byte[]>(name: "SecretKey", table: "Webhooks", type: "varbinary(64)", nullable: true);
            migrationBuilder.Sql("UPDATE Webhooks SET JwtSecret = CONVERT(nvarchar(64), CRYPT_GEN_RANDOM(32), 2)");
            migrationBuilder.CreateIndex(name: "IX_Webhooks_Token", table: "Webhooks", column: "Token", unique: true);
        }

        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(name: "JwtSecret", table: "Webhooks");
            migrationBuilder.DropColumn(name: "SecretKey", table: "Webhooks");
        }
    }
}
