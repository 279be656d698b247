<?php
// Reads everything from the container's environment; *_FILE names a Docker secret.

function getenv_docker( $env, $default ) {
	$file = getenv( $env . '_FILE' );
	if ( $file ) {
		return rtrim( file_get_contents( $file ), "\r\n" );
	}
	$value = getenv( $env );
	return false === $value ? $default : $value;
}

define( 'DB_NAME', getenv_docker( 'WORDPRESS_DB_NAME', 'wordpress' ) );
define( 'DB_PASSWORD', getenv_docker( 'WORDPRESS_DB_PASSWORD', '' ) );
define( 'AUTH_KEY', getenv_docker( 'WORDPRESS_AUTH_KEY', '' ) );
define( 'SECURE_AUTH_KEY', getenv_docker( 'WORDPRESS_SECURE_AUTH_KEY', '' ) );
define( 'JWT_AUTH_SECRET_KEY', getenv_docker( 'JWT_AUTH_SECRET_KEY', '' ) );
define( 'JWT_AUTH_CORS_ENABLE', true );

$table_prefix = 'wp_';
