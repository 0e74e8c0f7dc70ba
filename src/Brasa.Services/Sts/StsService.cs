using Brasa.Contracts.Sts;
using Brasa.Core.Operations;
using Brasa.Services.Iam;
using Brasa.Services.Iam.AccessKeys;
using Brasa.Wire.Hosting;

namespace Brasa.Services.Sts;

/// <summary>AWS STS: temporary credentials.</summary>
internal static class StsService
{
    /// <summary>The service for the wire. Its operations ask themselves who may, or need no permission.</summary>
    public static ServiceDefinition Define(IamStore store, KeyStore keys, SessionTokens sessions, IAuthorizer authorizer) =>
        new ServiceDefinition(StsOperations.Service)
            .AuthorizeInside(StsOperations.AssumeRole)
            .AuthorizeInside(StsOperations.GetAccessKeyInfo)
            .AuthorizeInside(StsOperations.GetCallerIdentity)
            .AuthorizeInside(StsOperations.GetSessionToken)
            .Handle(StsOperations.AssumeRole, new AssumeRole(store, sessions, authorizer))
            .Handle(StsOperations.GetAccessKeyInfo, new GetAccessKeyInfo(keys))
            .Handle(StsOperations.GetCallerIdentity, new GetCallerIdentity())
            .Handle(StsOperations.GetSessionToken, new GetSessionToken(sessions));
}
