// Package protocol speaks the line protocol of bench/peers/peer.py for the peers in Go.
package protocol

import (
	"bufio"
	"crypto"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// Material is what the tokens are made with and must have.
type Material struct {
	Alg, Kid, Issuer, Audience string
	Private, Public            any // []byte for HMAC
	Claims                     map[string]any
	ClaimsJSON                 []byte
}

// Engine is one library, ready for one algorithm.
type Engine interface {
	// Verify checks signature, exp, iss and aud, and gives sub.
	Verify(token []byte) (string, error)
	Sign() ([]byte, error)
}

// ErrUnsupported is what Load gives for an algorithm that the library lacks.
var ErrUnsupported = errors.New("the library does not have it")

type server struct {
	folder string
	load   func(*Material) (Engine, error)
	alg    string
	engine Engine
}

func (s *server) read(name string) ([]byte, error) { return os.ReadFile(filepath.Join(s.folder, name)) }

func (s *server) text(name string) string {
	data, err := s.read(name)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	return string(data)
}

func (s *server) privateKey(stem string) (crypto.PrivateKey, error) {
	block, _ := pem.Decode([]byte(s.text(stem + ".pem")))
	return x509.ParsePKCS8PrivateKey(block.Bytes)
}

func (s *server) publicKey(stem string) (crypto.PublicKey, error) {
	block, _ := pem.Decode([]byte(s.text(stem + ".pub.pem")))
	return x509.ParsePKIXPublicKey(block.Bytes)
}

func (s *server) material(alg string) (*Material, error) {
	m := &Material{Alg: alg, Kid: s.text("kid"), Issuer: s.text("issuer"), Audience: s.text("audience")}
	m.ClaimsJSON = []byte(s.text("claims.json"))
	if err := json.Unmarshal(m.ClaimsJSON, &m.Claims); err != nil {
		return nil, err
	}
	stem := map[string]string{"RS256": "rsa", "PS256": "rsa", "ES256": "ec", "EdDSA": "ed25519"}[alg]
	if stem == "" {
		secret := []byte(s.text("secret.bin"))
		m.Private, m.Public = secret, secret
		return m, nil
	}
	var err error
	if m.Private, err = s.privateKey(stem); err != nil {
		return nil, err
	}
	m.Public, err = s.publicKey(stem)
	return m, err
}

func (s *server) ready(alg string) error {
	if s.alg == alg {
		return nil
	}
	material, err := s.material(alg)
	if err != nil {
		return err
	}
	if s.engine, err = s.load(material); err == nil {
		s.alg = alg
	}
	return err
}

// spent is the processor's time, of all threads: the garbage collector's too.
func spent() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		panic(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

func perOperation(start time.Duration, n int) string {
	return fmt.Sprintf("ns %.2f", float64((spent()-start).Nanoseconds())/float64(n))
}

func (s *server) timeVerify(n int) string {
	token := []byte(s.text(s.alg + ".good.jwt"))
	start := spent()
	for range n {
		if sub, err := s.engine.Verify(token); err != nil || sub == "" {
			return fmt.Sprint("unsupported not verified: ", err)
		}
	}
	return perOperation(start, n)
}

func (s *server) timeSign(n int) string {
	start := spent()
	for range n {
		if _, err := s.engine.Sign(); err != nil {
			return fmt.Sprint("unsupported not signed: ", err)
		}
	}
	return perOperation(start, n)
}

func (s *server) answer(command, argument string) string {
	switch command {
	case "check":
		sub, err := s.engine.Verify([]byte(s.text(s.alg + "." + argument + ".jwt")))
		if err != nil {
			return "refused " + strings.ReplaceAll(err.Error(), "\n", " ")
		}
		return "accepted " + sub
	case "token":
		token, err := s.engine.Sign()
		if err != nil {
			return "unsupported " + err.Error()
		}
		return "token " + string(token)
	}
	n, err := strconv.Atoi(argument)
	switch {
	case command == "verify" && err == nil:
		return s.timeVerify(n)
	case command == "sign" && err == nil:
		return s.timeSign(n)
	}
	return "unsupported no such work"
}

// version is that of the module in the binary.
func version(module string) string {
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, each := range info.Deps {
			if each.Path == module {
				return each.Version
			}
		}
	}
	return "of an unknown version"
}

// Serve answers on stdout what stdin asks, until quit.
func Serve(module string, load func(*Material) (Engine, error)) {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: PROGRAM FOLDER, then lines on stdin")
		os.Exit(2)
	}
	s := &server{folder: os.Args[1], load: load}
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		words := append(strings.Fields(lines.Text()), "", "", "")
		command, alg, argument := words[0], words[1], words[2]
		if command == "quit" {
			return
		}
		if command == "version" {
			fmt.Println(version(module) + ", Go's crypto")
		} else if err := s.ready(alg); err != nil {
			fmt.Println("unsupported", err)
		} else {
			fmt.Println(s.answer(command, argument))
		}
	}
}
