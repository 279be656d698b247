-- MySQL dump 10.13  Distrib 8.0.36
DROP TABLE IF EXISTS `sessions`;
CREATE TABLE `sessions` (
  `id` int NOT NULL AUTO_INCREMENT,
  `user_id` int NOT NULL,
  `refresh_token` text,
  `created_at` datetime DEFAULT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB;

LOCK TABLES `sessions` WRITE;
INSERT INTO `sessions` VALUES (1,12,'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJ1aWQiOjEyLCJ0eXAiOiJyZWZyZXNoIiwiaWF0IjoxNzA4NzAwMDAwLCJleHAiOjE3MTY0NzYwMDB9.WbMCYsZ2FHgLiHSMvg8tyu8umHvaacMmX25nO55K47M','2024-02-23 14:53:20'),
(2,31,'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJ1aWQiOjMxLCJ0eXAiOiJyZWZyZXNoIiwiaWF0IjoxNzA4NzExMTExLCJleHAiOjE3MTY0ODcxMTF9.0sBPEydDDreFcxou1tDCUXwz7L_PCu9zn7aM0EJoX9c','2024-02-23 17:58:31');
UNLOCK TABLES;

INSERT INTO `options` (`name`, `value`) VALUES ('siteurl','https://futtock.example'),('JWT_AUTH_SECRET_KEY','8@sThUH+s^Pck62yi#&mhX73umwyU%VmUn@^tyNgAgZg9eXk');
