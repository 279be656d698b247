using Amazon.CDK;
using Amazon.CDK.AWS.Lambda;
using System.Collections.Generic;

namespace Infra;

public class ApiFunction : Function
{
    public ApiFunction(Stack scope) : base(scope, "Api", new FunctionProps
    {
        Runtime = Runtime.DOTNET_6,
        Handler = "Api::Api.Entry::Handle",
        Code = Code.FromAsset("publish"),
        Environment = new Dictionary<string, string>
        {
            ["JWT_ISSUER"] = "https://id.example.com",
            ["JWT_SECRET"] = "P@ssw0rd",
            ["Jwt__SigningKey"] = "f2150967fed9df520f3d1fc5aebe818d81adc2363cc9242d2913daae12eeba6c",
            ["LOG_LEVEL"] = "Information",
        },
        MemorySize = 512,
    })
    {
    }
}
