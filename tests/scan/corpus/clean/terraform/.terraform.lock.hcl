# This file is maintained automatically by "terraform init".
# Manual edits may be lost in future updates.

provider "registry.terraform.io/hashicorp/aws" {
  version     = "5.36.0"
  constraints = "~> 5.30"
  hashes = [
    "h1:EcDjnnCcHqMnJfB/ec5eeHh5prQsz2HCe8ExEmD5OZw=",
    "zh:5956ef7904c81b847837199129fb6e3410b92fd739c7c0a5645ff4c480edc485",
    "zh:41071a5db7af9858a8c91d22f6b5932b516ef83133da49f6eb94c9f26e6057f7",
    "zh:bd1d597ce810d80d127da8afba65b4af85aa7755f05e4c3009447d80cad936c6",
    "zh:ea26cc24102367313b90c086b3c1bc9a341872cac78bb25a58ba3e2a7ccb554a",
    "zh:036ff694a06804c077bdd9b0bd58ec2aec76b62be68865d03ae2293e4a3ca6fa",
    "zh:6b619b52c3b9feac2b90245db55fdbb1ba1b2065342a1b27af3f2de2dab55b43",
    "zh:d0952acf891525f0d24adcf2588af4dce53b0ae379e6c4add0498c6c3f8a93be",
    "zh:52cad18a251daa2680c45813d5aa00cbd9ec2cf62ec43f5527acf500950e7cca",
  ]
}

provider "registry.terraform.io/hashicorp/random" {
  version = "3.6.0"
  hashes = [
    "h1:9GE49kjHpAb54w67I1H3AV/AushRia+lUI6t+xeByaA=",
    "zh:a26055388708e200c98572fc56ecbfc552368198a2f8ca5765dafe0d00b5f567",
    "zh:f22f737fe0fcd66fbd977e3c635e3aef2b1392da265c4070c4b3fa4b8f1da472",
    "zh:2243ecd5b7a5443be7cfcf43a0caeed16c70712463edf99911365bedadfabbc3",
    "zh:81d3a3782b9db199edcb12690253dd3fea86cb0b535d2f43923f781ad443558a",
    "zh:9c2da0cedf87b0d4febc893eec1d88058d36fc5a5e0093c347a9155e464433a7",
    "zh:48fc37f22d696f40b552abe481462bfe77d316b00021d2405628ebcd089572d9",
  ]
}
