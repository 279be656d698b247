<?php
/**
 * Plugin Name: JWT bridge
 * Description: Signs the user into the forum.
 * Version: 0.4
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

if ( ! defined( 'JWT_AUTH_SECRET_KEY' ) ) {
	define( 'JWT_AUTH_SECRET_KEY', '!P^P_ruRmyOPzTh@HV=:P!3d0_#RO71dQ_Rb3!e-4L%luImcRb' );
}

add_action( 'wp_login', 'jwt_bridge_login', 10, 2 );

function jwt_bridge_login( $user_login, $user ) {
	$secret = get_option( 'jwt_bridge_secret', 'your-top-secret-key' );
	$token  = \Firebase\JWT\JWT::encode(
		array(
			'iss'  => get_bloginfo( 'url' ),
			'exp'  => time() + DAY_IN_SECONDS,
			'data' => array( 'user' => array( 'id' => $user->ID ) ),
		),
		$secret,
		'HS256'
	);
	setcookie( 'forum_jwt', $token, time() + DAY_IN_SECONDS, '/', '.example.org', true, true );
}
