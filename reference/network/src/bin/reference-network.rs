//! Hosts reference networks over standard input and output.

#[tokio::main]
async fn main() -> std::io::Result<()> {
    etalon_reference_network::host(tokio::io::BufReader::new(tokio::io::stdin()), tokio::io::stdout()).await
}
