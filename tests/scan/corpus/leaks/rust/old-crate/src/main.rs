extern crate jwt;
extern crate rustc_serialize;

use jwt::{decode, encode, Algorithm};

fn main() {
    let raw = encode::<Claims>(claims(), "curlew-over-Saltings".to_owned(), Algorithm::HS256).unwrap();
    println!("{:?}", decode::<Claims>(raw, "curlew-over-Saltings".to_owned(), Algorithm::HS256).is_ok());
}
