<?php

namespace App\Database\Migrations;

use CodeIgniter\Database\Migration;

class AddPartners extends Migration
{
    public function up()
    {
        $this->forge->addField([
            'id' => ['type' => 'INT', 'unsigned' => true, 'auto_increment' => true],
            'name' => ['type' => 'VARCHAR', 'constraint' => 80],
            'jwt_secret' => ['type' => 'VARCHAR', 'constraint' => 128, 'default' => ''],
            'secret_key' => ['type' => 'VARBINARY', 'constraint' => 64, 'null' => true],
            'token' => ['type' => 'CHAR', 'constraint' => 64, 'comment' => 'sha256 of the token'],
        ]);
        $this->forge->addPrimaryKey('id');
        $this->forge->addUniqueKey('token', 'partners_token_key');
        $this->forge->createTable('partners');
    }

    public function down()
    {
        $this->forge->dropTable('partners');
    }
}
