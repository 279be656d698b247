from flask import Flask, jsonify, request
from flask_jwt_extended import JWTManager, create_access_token, get_jwt_identity, jwt_required

app = Flask(__name__)

# Setup the Flask-JWT-Extended extension
app.config["JWT_SECRET_KEY"] = "super-secret"  # Change this!
app.config["JWT_ACCESS_TOKEN_EXPIRES"] = 3600
jwt = JWTManager(app)


@app.route("/login", methods=["POST"])
def login():
    username = request.json.get("username", None)
    password = request.json.get("password", None)
    if not check(username, password):
        return jsonify({"msg": "Bad username or password"}), 401
    return jsonify(access_token=create_access_token(identity=username))


@app.route("/pages/<slug>", methods=["PUT"])
@jwt_required()
def save(slug):
    return jsonify(editor=get_jwt_identity(), slug=slug)


def check(username, password):
    from wiki.users import verify

    return verify(username, password)


if __name__ == "__main__":
    app.run()
