#include "cli/options.hpp"

#include <CLI/CLI.hpp>

void add_options(CLI::App& app, Options& options) {
    app.add_option("--secret-file", options.secret_file, "file that holds the secret, one line")->check(CLI::ExistingFile);
    app.add_option("--secret-env", options.secret_env, "name of the variable that holds the secret")->default_str("JWT_SECRET");
    app.add_option("--token", options.token, "token to read; - reads standard input")->default_val("-");
    app.add_option("--private-key", options.private_key, "PEM file of the private key")->option_text("key.pem");
    app.add_option("--password", options.password, "password of an encrypted key")->option_text("PASSWORD");
    app.add_flag("--secret-is-base64", options.secret_is_base64, "the secret is base64, decode it first");
    app.footer("The secret itself is never an option: ps shows options.");
}

std::string secret_variable(const Options& options) {
    return options.secret_env.empty() ? "JWT_SECRET" : options.secret_env;
}
