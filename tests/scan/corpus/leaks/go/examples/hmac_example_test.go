package examples_test

import (
	"fmt"

	"github.com/golang-jwt/jwt/v5"
)

func Example() {
	// sample token string taken from the docs, signed with a sample key
	tokenString := "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJmb28iOiJiYXIiLCJpc3MiOiJ0ZXN0IiwiYXVkIjoic2luZ2xlIn0.QAWg1vGvnqRuCFTMcPkjZljXHh8U3L_qUjszOtQbeaA"

	token, err := jwt.Parse(tokenString, func(token *jwt.Token) (interface{}, error) {
		return []byte("AllYourBase"), nil
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(token.Claims.(jwt.MapClaims)["foo"])
	// Output: bar
}
