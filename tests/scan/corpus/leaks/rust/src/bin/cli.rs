use clap::Parser;

/// Tool of the operators
#[derive(Parser, Debug)]
#[command(version, about)]
struct Args {
    /// Where the API listens
    #[arg(long, env = "API_URL", default_value = "http://localhost:8080")]
    api: String,

    /// Secret that signs the tokens
    #[arg(long, env = "JWT_SECRET", default_value = "changeme")]
    jwt_secret: String,

    /// Tenant to act for
    #[arg(short, long)]
    tenant: Option<String>,
}

fn main() -> anyhow::Result<()> {
    let args = Args::parse();
    let token = ops::mint(args.jwt_secret.as_bytes(), args.tenant.as_deref())?;
    let answer = ureq::get(&format!("{}/v1/jobs", args.api)).set("Authorization", &format!("Bearer {token}")).call()?;
    println!("{}", answer.into_string()?);
    Ok(())
}
