import 'package:flutter/material.dart';

class LoginForm extends StatefulWidget {
  const LoginForm({super.key, required this.onSubmit});

  final void Function(String user, String password) onSubmit;

  @override
  State<LoginForm> createState() => _LoginFormState();
}

class _LoginFormState extends State<LoginForm> {
  final _user = TextEditingController();
  final _password = TextEditingController();

  @override
  Widget build(BuildContext context) {
    return Column(children: [
      TextField(key: const Key('username'), controller: _user, decoration: const InputDecoration(labelText: 'User')),
      TextField(
        key: const Key('password'),
        controller: _password,
        obscureText: true,
        decoration: const InputDecoration(labelText: 'Password', hintText: 'secret-word-of-yours'),
      ),
      FilledButton(onPressed: () => widget.onSubmit(_user.text, _password.text), child: const Text('Get token')),
    ]);
  }
}
