region        = "eu-north-1"
stage         = "prod"
instance_type = "t3.medium"
min_size      = 2
max_size      = 6

db_name     = "hazel"
jwt_secret  = "billhook/faggot/hurdle/1381"
session_key = "2bf051cb2fca04a21f0f33fbbe6ba47d4a1d1a39bce1ce9f6f19112de4e96ab9"

allowed_cidrs = [
  "10.20.0.0/16",
  "10.21.0.0/16",
]
tags = {
  owner = "platform"
  cost  = "4711"
}
