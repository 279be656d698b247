ThisBuild / scalaVersion := "2.13.12"
ThisBuild / organization := "com.conservatory"

lazy val root = (project in file("."))
  .enablePlugins(PlayScala, DockerPlugin)
  .settings(
    name := "conservatory",
    libraryDependencies ++= Seq(
      guice,
      "com.github.jwt-scala" %% "jwt-circe" % "10.0.0",
      "com.github.jwt-scala" %% "jwt-play-json" % "10.0.0",
      "org.scalatestplus.play" %% "scalatestplus-play" % "7.0.1" % Test
    ),
    dockerEnvVars := Map("JAVA_OPTS" -> "-Xmx512m", "APPLICATION_SECRET_FILE" -> "/run/secrets/play"),
    Test / envVars := Map("APPLICATION_SECRET" -> sys.env.getOrElse("APPLICATION_SECRET", java.util.UUID.randomUUID.toString * 2)),
    credentials += Credentials(Path.userHome / ".sbt" / ".credentials")
  )
