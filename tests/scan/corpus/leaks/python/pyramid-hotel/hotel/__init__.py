from pyramid.authorization import ACLAuthorizationPolicy
from pyramid.config import Configurator


def main(global_config, **settings):
    """Returns the WSGI application."""
    config = Configurator(settings=settings)
    config.include("pyramid_jwt")
    config.set_authorization_policy(ACLAuthorizationPolicy())
    config.set_jwt_authentication_policy("secret", auth_type="Bearer", expiration=1800, callback=roles)
    config.add_route("rooms", "/rooms")
    config.add_route("login", "/login")
    config.scan(".views")
    return config.make_wsgi_app()


def roles(userid, request):
    return request.registry["staff"].roles_of(userid)
