import 'package:fieldfare/data/auth_repository.dart';
import 'package:flutter_test/flutter_test.dart';
import 'package:mocktail/mocktail.dart';

class _Storage extends Mock implements TokenStorage {}

void main() {
  const expired = 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJ1c2VyX2lkIjoxMiwiZXhwIjoxNTc3ODM2ODAwLCJpYXQiOjE1Nzc4MzMyMDB9.bpEuBpEfbQMfY9hPxSRQkZQ51N5XML0nn44VXzGScPc';
  const valid = 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJ1c2VyX2lkIjoxMiwiZXhwIjo5OTk5OTk5OTk5fQ.9O7UATQTqC8F0HEp3rg8DzcOI8rhMUARY5-8IUHD8yo';

  late _Storage storage;
  late AuthRepository repository;

  setUp(() {
    storage = _Storage();
    repository = AuthRepository(storage);
  });

  test('an expired token signs the user out', () async {
    when(() => storage.read()).thenAnswer((_) async => expired);
    expect(await repository.currentUser(), isNull);
  });

  test('a token that lives gives the user', () async {
    when(() => storage.read()).thenAnswer((_) async => valid);
    expect((await repository.currentUser())!.id, 12);
  });
}
