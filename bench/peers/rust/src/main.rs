// Rust's jsonwebtoken on aws-lc, behind the line protocol of bench/peers/peer.py.
use std::error::Error;
use std::fs;
use std::hint::black_box;
use std::io::{self, BufRead, Write};
use std::str::FromStr;

use cpu_time::ProcessTime;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
use serde::{Deserialize, Serialize};

const VERSION: &str = "11.1.0, aws-lc-rs";

#[derive(Serialize, Deserialize)]
struct Claims {
    iss: String,
    sub: String,
    aud: String,
    exp: i64,
    nbf: i64,
    iat: i64,
    jti: String,
    scope: String,
}

struct Loaded {
    alg: String,
    header: Header,
    claims: Claims,
    encoding: EncodingKey,
    decoding: DecodingKey,
    validation: Validation,
}

type Failure = Box<dyn Error>;

fn keys(folder: &str, alg: &str) -> Result<(EncodingKey, DecodingKey), Failure> {
    let read = |name: &str| fs::read(format!("{folder}/{name}"));
    Ok(match alg {
        "HS256" => {
            let secret = read("secret.bin")?;
            (EncodingKey::from_secret(&secret), DecodingKey::from_secret(&secret))
        }
        "ES256" => (EncodingKey::from_ec_pem(&read("ec.pem")?)?, DecodingKey::from_ec_pem(&read("ec.pub.pem")?)?),
        "EdDSA" => {
            (EncodingKey::from_ed_pem(&read("ed25519.pem")?)?, DecodingKey::from_ed_pem(&read("ed25519.pub.pem")?)?)
        }
        _ => (EncodingKey::from_rsa_pem(&read("rsa.pem")?)?, DecodingKey::from_rsa_pem(&read("rsa.pub.pem")?)?),
    })
}

fn load(folder: &str, alg: &str) -> Result<Loaded, Failure> {
    let text = |name: &str| fs::read_to_string(format!("{folder}/{name}"));
    let algorithm = Algorithm::from_str(alg)?;
    let (encoding, decoding) = keys(folder, alg)?;
    let mut header = Header::new(algorithm);
    header.kid = Some(text("kid")?);
    let mut validation = Validation::new(algorithm);
    validation.leeway = 0;
    validation.set_issuer(&[text("issuer")?]);
    validation.set_audience(&[text("audience")?]);
    validation.set_required_spec_claims(&["exp", "iss", "aud"]);
    let claims = serde_json::from_str(&text("claims.json")?)?;
    Ok(Loaded { alg: alg.to_string(), header, claims, encoding, decoding, validation })
}

impl Loaded {
    fn verify(&self, token: &str) -> jsonwebtoken::errors::Result<String> {
        Ok(decode::<Claims>(token, &self.decoding, &self.validation)?.claims.sub)
    }

    fn sign(&self) -> jsonwebtoken::errors::Result<String> {
        encode(&self.header, &self.claims, &self.encoding)
    }
}

fn time_verify(loaded: &Loaded, token: &str, n: u64) -> Result<f64, Failure> {
    let start = ProcessTime::now();
    for _ in 0..n {
        if black_box(loaded.verify(token)?).is_empty() {
            return Err("no sub".into());
        }
    }
    Ok(start.elapsed().as_nanos() as f64 / n as f64)
}

fn time_sign(loaded: &Loaded, n: u64) -> Result<f64, Failure> {
    let start = ProcessTime::now();
    for _ in 0..n {
        black_box(loaded.sign()?);
    }
    Ok(start.elapsed().as_nanos() as f64 / n as f64)
}

fn answer(folder: &str, loaded: &mut Option<Loaded>, line: &str) -> Result<String, Failure> {
    let mut words = line.split_whitespace();
    let mut word = || words.next().unwrap_or("");
    let (command, alg, argument) = (word(), word(), word());
    if command == "version" {
        return Ok(VERSION.to_string());
    }
    if loaded.as_ref().is_none_or(|each| each.alg != alg) {
        *loaded = Some(load(folder, alg)?);
    }
    let loaded = loaded.as_ref().ok_or("not loaded")?;
    let token = |name: &str| fs::read_to_string(format!("{folder}/{alg}.{name}.jwt"));
    Ok(match command {
        "check" => match loaded.verify(&token(argument)?) {
            Ok(sub) => format!("accepted {sub}"),
            Err(error) => format!("refused {error}"),
        },
        "token" => format!("token {}", loaded.sign()?),
        "verify" => format!("ns {:.2}", time_verify(loaded, &token("good")?, argument.parse()?)?),
        "sign" => format!("ns {:.2}", time_sign(loaded, argument.parse()?)?),
        _ => "unsupported no such work".to_string(),
    })
}

fn main() -> Result<(), Failure> {
    let folder = std::env::args().nth(1).ok_or("usage: PROGRAM FOLDER, then lines on stdin")?;
    let mut loaded = None;
    for line in io::stdin().lock().lines() {
        let line = line?;
        if line.trim() == "quit" {
            break;
        }
        let reply = answer(&folder, &mut loaded, &line).unwrap_or_else(|error| format!("unsupported {error}"));
        println!("{reply}");
        io::stdout().flush()?;
    }
    Ok(())
}
