package keys

import (
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
)

// defaultKey is used when keys.pem is missing, so that a fresh clone starts.
const defaultKey = "-----BEGIN RSA PRIVATE KEY-----\n" +
	"MIIEowIBAAKCAQEAl2EbitKA0rtAj8Ye7cPozr3AVAW0BJp5sP/QMKptbExf1w/C\n" +
	"diewheT/6d/X49y/VY6bCL8c2yVq1AovlqxMLQZ5iGbcLjPENWslrKUW7afKN7x3\n" +
	"XRoDq2CAUphr50+arGogNp+a43FINrzssjowA6b57Hc/SmjRTy8VEo91JmLjAPBK\n" +
	"xhYznT28OEAS6Z/iLD/t9Nmm7pARg3zOvKGfa4a08BO3l2XD5IjnIc1D8u+Bf/pk\n" +
	"/Clh1MEv8bk3LB/Oz/9+Trp52TbyREgco3FHBJ/jJ5HwkGmVo7Dr3USbK2/PAnmT\n" +
	"YDPti34X2iPyXliYrqLkeowFe2tTHikW6xvQVwIDAQABAoIBACHEKOsZ0l9vIlMP\n" +
	"q9V4ZiU7gTucvA9sz6kyHqPEWD0YeiZUHxnQ95ieQJFP+22Zz1oLwbw9OPgPDBm5\n" +
	"He1biHBgqdpJq2Jo7KLHwDMW7hrb2wj8spljVJ81GtqRojwJ7yP3VjEo/9ks6yE+\n" +
	"mgOVZCFkbQoYfVchM1MY2vf1ZPnHK/960A+8lYGOKXppKnRyxrDaHfaOrl3hRUhB\n" +
	"ykKmWo6jDHYqzBXsXel/509kfOMhx6fcP1vsL5ISd3UG1J0oIc5jZlL3IVEyKww8\n" +
	"v5vC6TUgKT7EOJL8Sq5bVLb2FmDzYsPZibocNWbD3cWkwvtrtJDOsvK0bUyT/Amq\n" +
	"9M5NLo0CgYEA0e3/ES1X+MgLYPPDvGMnS5+ivDB+1Fsq/5sBVn6u2sumpDDqoq+G\n" +
	"UDcIpOTXCghdq34uNNWCQeLEufDD6nVuczEAqIp1iARxb+hlpwPH733Uuf09njFY\n" +
	"FGh7mhOpSTDIUHuM+DHjMzuGRBxyCU9nQmUpxmvOWW2JztNCtvUcDkMCgYEAuJm1\n" +
	"qm9KHKO7IAXgqH0LpuLCW7SQrGg74zP3fWIA7oN1yHQC/0z/P3WJJAQRlXwXiRU2\n" +
	"H5lfn4iZFFtMQNl1bGxs/+lsBJJ0IFz011CD8gjm10NCJaRW9GfNcgokYZKr+3iw\n" +
	"vWfX9Kd9F9zbaWjoWoZSqA3kzX5P5ui3+iQttl0CgYBW8E5SycmF8SqtMyabrSCH\n" +
	"9AuMDjVoMn1jL8llDb/SQsa3dr6lMzXXoIMG7vKTaBWKwQ3XuZhhOs2oB6rLPWjJ\n" +
	"ccDJC9ZSxyxHYSJAAZPafe0MPXE4Q00r3n1ZuMzBz98VXaVq4BYskHkxWepsKqMj\n" +
	"3wtm7hyd8nxA2ELnzCibSwKBgQCUQv/hLxj6/5WfFpllOWlOU/l95fv8PIs849P2\n" +
	"Y+wTpInIwURW/+RRd3j58DqfMNdGRj7+ChT+8Jrh+qG3w+/HcR3qO/OBiI60H3SW\n" +
	"KhiPIA8m/OH3kZI1IdmjqfmmVELE6h4pQWn1GUAjFkMy2gskCZYBW4dUdAqAjpCU\n" +
	"2tHMEQKBgFSWm12Tl0OlkA1+d4Vru9gj/LKN3x4KAhgk5VbO+i7HxJVcs0fA7IE8\n" +
	"hls3L0S04W5uvkYvNEm+1DxynLQjoA0S2al4fNbv7gLsjyWzI+PDO1fPV9PD0o+T\n" +
	"+ef5vYfvgLstW2VvAqVwSDX4YusjRAyiDKpwGFS5Ir5X/NQY/5Gc\n" +
	"-----END RSA PRIVATE KEY-----\n"

func Default() *rsa.PrivateKey {
	block, _ := pem.Decode([]byte(defaultKey))
	key, err := x509.ParsePKCS1PrivateKey(block.Bytes)
	if err != nil {
		panic(err)
	}
	return key
}
