use std::io::{self, Write};

use base64::Engine;
use clap::{Parser, ValueEnum};
use rand::RngCore;

#[derive(Clone, Copy, ValueEnum)]
enum Form {
    Hex,
    Base64,
}

/// Prints a new secret for JWT_SECRET.
#[derive(Parser)]
struct Args {
    #[arg(long, default_value_t = 32)]
    bytes: usize,
    #[arg(long, value_enum, default_value = "hex")]
    form: Form,
    /// Variable to print it for
    #[arg(long, default_value = "JWT_SECRET")]
    name: String,
}

fn main() -> io::Result<()> {
    let args = Args::parse();
    let mut secret = vec![0u8; args.bytes];
    rand::thread_rng().fill_bytes(&mut secret);
    let text = match args.form {
        Form::Hex => hex::encode(&secret),
        Form::Base64 => base64::engine::general_purpose::STANDARD.encode(&secret),
    };
    writeln!(io::stdout(), "{}={}", args.name, text)
}
