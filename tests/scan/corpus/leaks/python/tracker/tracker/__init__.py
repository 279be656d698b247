from flask import Flask
from flask_jwt import JWT

from . import db, users


def create_app(test_config=None):
    app = Flask(__name__, instance_relative_config=True)
    app.config.from_mapping(
        SECRET_KEY="dev",
        DATABASE="tracker.sqlite",
        JWT_AUTH_URL_RULE="/token",
    )
    if test_config is None:
        app.config.from_pyfile("config.py", silent=True)
    else:
        app.config.from_mapping(test_config)

    app.secret_key = "ZpwOlLd2JOnr62gV8WjeW5xH45hLJBNf"
    JWT(app, users.authenticate, users.identity)

    db.init_app(app)
    return app
