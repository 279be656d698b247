'use strict';

module.exports = {
  async up(queryInterface, Sequelize) {
    await queryInterface.addColumn('webhooks', 'secret', { type: Sequelize.STRING(128), allowNull: true });
    await queryInterface.addColumn('webhooks', 'jwt_secret', { type: Sequelize.STRING(128), allowNull: true });
    await queryInterface.sequelize.query(
      "UPDATE webhooks SET secret = encode(gen_random_bytes(32), 'hex') WHERE secret IS NULL"
    );
    await queryInterface.addIndex('webhooks', ['jwt_secret'], { name: 'webhooks_jwt_secret_idx' });
  },

  async down(queryInterface) {
    await queryInterface.removeIndex('webhooks', 'webhooks_jwt_secret_idx');
    await queryInterface.removeColumn('webhooks', 'jwt_secret');
    await queryInterface.removeColumn('webhooks', 'secret');
  },
};
