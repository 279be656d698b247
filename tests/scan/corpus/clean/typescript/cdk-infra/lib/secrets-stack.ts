import * as cdk from 'aws-cdk-lib';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';

export class SecretsStack extends cdk.Stack {
  constructor(scope: Construct, id: string, fn: lambda.Function) {
    super(scope, id);

    const jwtSecret = new secretsmanager.Secret(this, 'JwtSecret', {
      secretName: 'api/jwt-secret',
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
    });
    jwtSecret.grantRead(fn);
    fn.addEnvironment('JWT_SECRET_ARN', jwtSecret.secretArn);
    fn.addEnvironment('JWT_SECRET_FIELD', 'jwt_secret');

    new cdk.CfnOutput(this, 'JwtSecretArn', { value: jwtSecret.secretArn, exportName: 'jwt-secret-arn' });
  }
}
