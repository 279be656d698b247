<?php

/**
 * @file
 * Takes the site's JWT key from the Key module.
 */

use Drupal\key\Entity\Key;

const JWT_KEY_ID = 'jwt_hmac_key';
const JWT_KEY_SETTING = 'jwt_key.settings';

/**
 * The secret, or NULL when an administrator has not chosen a key yet.
 */
function jwt_key_secret(): ?string {
  $id = \Drupal::config(JWT_KEY_SETTING)->get('jwt_secret_key_id') ?? JWT_KEY_ID;
  $key = Key::load($id);
  if ($key === NULL) {
    \Drupal::logger('jwt_key')->error('No key named %id: the JWT secret is missing', ['%id' => $id]);
    return NULL;
  }
  return $key->getKeyValue();
}
