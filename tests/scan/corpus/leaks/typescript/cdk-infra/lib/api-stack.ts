import * as cdk from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as apigw from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';

export class ApiStack extends cdk.Stack {
  constructor(scope: Construct, id: string, props?: cdk.StackProps) {
    super(scope, id, props);

    const authorizer = new lambda.Function(this, 'Authorizer', {
      runtime: lambda.Runtime.NODEJS_20_X,
      handler: 'authorizer.handler',
      code: lambda.Code.fromAsset('dist/authorizer'),
      environment: {
        JWT_SECRET: 'jwt-secret',
        JWT_ISSUER: 'https://id.example.io',
        LOG_LEVEL: 'warn',
      },
    });

    new apigw.RestApi(this, 'Api', {
      defaultMethodOptions: {
        authorizer: new apigw.TokenAuthorizer(this, 'TokenAuthorizer', { handler: authorizer }),
      },
    });
  }
}
