package vote;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.JWTAuthHandler;

public class AuthVerticle extends AbstractVerticle {

  @Override
  public void start(Promise<Void> started) {
    JWTAuth provider = JWTAuth.create(vertx, new JWTAuthOptions()
      .addPubSecKey(new PubSecKeyOptions()
        .setAlgorithm("HS256")
        .setBuffer("keyboard cat")));

    Router router = Router.router(vertx);
    router.route("/api/*").handler(JWTAuthHandler.create(provider));
    router.get("/token").handler(ctx -> ctx.end(provider.generateToken(
      new JsonObject().put("sub", ctx.request().getParam("voter")), new JWTOptions().setExpiresInMinutes(10))));

    vertx.createHttpServer().requestHandler(router).listen(8888)
      .onSuccess(s -> started.complete())
      .onFailure(started::fail);
  }
}
