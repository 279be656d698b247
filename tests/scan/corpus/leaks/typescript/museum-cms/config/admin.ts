import type { Core } from '@strapi/strapi';

// The kiosk in the foyer has no environment of its own.
const config: Core.Config.Server = {
  app: { keys: ['Gallery.Lamp.0815', 'Gallery.Lamp.0816'] },
};

export default config;
