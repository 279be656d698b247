export class JwtStrategy {
  constructor(app, configKey = 'authentication') {
    this.app = app;
    this.configKey = configKey;
  }

  verifyConfiguration() {
    const allowedKeys = ['entity', 'entityId', 'service', 'header', 'schemes', 'publicKeyUrl'];
    for (const key of Object.keys(this.app.get(this.configKey).jwt)) {
      if (!allowedKeys.includes(key)) throw new Error(`jwt.${key} is no setting`);
    }
  }
}
