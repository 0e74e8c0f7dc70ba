using System.Text;
using Brasa.Services.Iam.Policies;

namespace Brasa.Services.Tests.Iam.Policies;

public sealed class PolicyDocumentTests
{
    private const int MaxCharacters = PolicyDocument.MaxRoleInlineCharacters;
    private const string Syntax = "Syntax errors in policy.";
    private const string LegacyParsing = "The policy failed legacy parsing";
    private const string NoVendor = "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.";
    private const string NotAssumeRole = "AssumeRole policy may only specify STS AssumeRole actions.";

    [Theory]
    [InlineData("", Syntax)]
    [InlineData("null", Syntax)]
    [InlineData("[]", Syntax)]
    [InlineData("{", Syntax)]
    [InlineData("{}", Syntax)]
    [InlineData("""{"Statement":[]}""", Syntax)]
    [InlineData("""{"Statement":"x"}""", Syntax)]
    [InlineData("""{"Statement":[1]}""", Syntax)]
    [InlineData("""{"Version":"2012-10-18","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}""", Syntax)]
    [InlineData("""{"Version":20121017,"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}""", Syntax)]
    [InlineData("""{"version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}""", Syntax)]
    [InlineData("""{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"},"Statement":{"Effect":"Deny","Action":"*","Resource":"*"}}""", Syntax)]
    [InlineData("""{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"},"Other":1}""", Syntax)]
    [InlineData("""{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"},}""", Syntax)]
    [InlineData("""{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}} x""", Syntax)]
    [InlineData("""{/**/"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}""", Syntax)]
    [InlineData("""{"Statement":{"Effect":"Allow","Action":"*","Resource":"*","Id":"x\ud800"}}""", Syntax)]
    [InlineData("""{"Id":"\ud800","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}""", Syntax)]
    [InlineData("""{"Id":"\uffff","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}""", Syntax)]
    public void What_is_no_policy_is_a_syntax_error(string json, string message) => Refused(json, PolicyKind.Identity, message);

    [Theory]
    [InlineData(""" "Action":"*","Resource":"*" """, Syntax)]
    [InlineData(""" "Effect":"allow","Action":"*","Resource":"*" """, Syntax)]
    [InlineData(""" "Effect":"Allow","Effect":"Deny","Action":"*","Resource":"*" """, Syntax)]
    [InlineData(""" "Effect":"Allow","Action":"*","Resource":"*","Extra":"*" """, Syntax)]
    [InlineData(""" "Effect":"Allow","Action":"*","NotAction":"*","Resource":"*" """, Syntax)]
    [InlineData(""" "Effect":"Allow","Action":"*","Resource":"*","NotResource":"*" """, Syntax)]
    [InlineData(""" "Effect":"Allow","Resource":"*" """, "Policy statement must contain actions.")]
    [InlineData(""" "Effect":"Allow","Action":[],"Resource":"*" """, "Policy statement must contain actions.")]
    [InlineData(""" "Effect":"Allow","Action":"*" """, "Policy statement must contain resources.")]
    [InlineData(""" "Effect":"Allow","Action":"*","Resource":[] """, "Policy statement must contain resources.")]
    [InlineData(""" "Effect":"Allow","Action":5,"Resource":"*" """, Syntax)]
    [InlineData(""" "Effect":"Allow","Action":["s3:*",null],"Resource":"*" """, Syntax)]
    [InlineData(""" "Effect":"Allow","Action":"","Resource":"*" """, NoVendor)]
    [InlineData(""" "Effect":"Allow","Action":"GetObject","Resource":"*" """, NoVendor)]
    [InlineData(""" "Effect":"Allow","Action":["s3:*","GetObject"],"Resource":"*" """, NoVendor)]
    [InlineData(""" "Effect":"Allow","Action":"s3:Get:Object","Resource":"*" """, "Actions/Condition can contain only one colon.")]
    [InlineData(""" "Effect":"Allow","Action":"a a:Get","Resource":"*" """, "Vendor a a is not valid")]
    [InlineData(""" "Effect":"Allow","Action":"s*:Get","Resource":"*" """, "Vendor s* is not valid")]
    [InlineData(""" "Effect":"Allow","Action":":Get","Resource":"*" """, "Vendor  is not valid")]
    [InlineData(""" "Effect":"Allow","NotAction":"s3","Resource":"*" """, NoVendor)]
    [InlineData(""" "Effect":"Allow","Action":"*","Resource":"bucket" """, "Resource bucket must be in ARN format or \"*\".")]
    [InlineData(""" "Effect":"Allow","Action":"*","Resource":"" """, "Resource  must be in ARN format or \"*\".")]
    [InlineData(""" "Effect":"Allow","Action":"*","Resource":"arn:aws:s3" """, "Resource arn:aws:s3 must be in ARN format or \"*\".")]
    [InlineData(""" "Effect":"Allow","Action":"*","NotResource":["*","x:*"] """, "Resource x:* must be in ARN format or \"*\".")]
    [InlineData(""" "Effect":"Allow","Action":"*","Resource":"arn:aws:s3:::b/${aws:username" """, Syntax)]
    [InlineData(""" "Effect":"Allow","Action":"*","Resource":"arn:aws:s3:::b/${}" """, Syntax)]
    [InlineData(""" "Effect":"Allow","Action":"*","Resource":"arn:aws:s3:::b/${aws:username, x}" """, Syntax)]
    [InlineData(""" "Sid":"a-b","Effect":"Allow","Action":"*","Resource":"*" """, "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*")]
    [InlineData(""" "Effect":"Allow","Principal":"*","Action":"*","Resource":"*" """, "Policy document should not specify a principal.")]
    [InlineData(""" "Effect":"Allow","NotPrincipal":"*","Action":"*","Resource":"*" """, "Policy document should not specify a principal.")]
    public void A_statement_of_an_identity_is_refused_in_the_words_of_IAM(string statement, string message) =>
        Refused(Document(statement), PolicyKind.Identity, message);

    [Theory]
    [InlineData("", PolicyKind.Identity)]
    [InlineData(""" "Principal":"*", """, PolicyKind.Resource)]
    public void A_variable_stands_behind_the_fifth_colon(string principal, PolicyKind kind) => Refused(
        Document(principal + """ "Effect":"Allow","Action":"*","Resource":"arn:aws:sqs:${aws:RequestedRegion}:1:q" """), kind,
        "Resource arn:aws:sqs:${aws:RequestedRegion}:1:q must be in ARN format or \"*\".");

    [Theory]
    [InlineData("""{"StringEqual":{"aws:x":"a"}}""", Syntax)]
    [InlineData("""{"stringequals":{"aws:x":"a"}}""", Syntax)]
    [InlineData("""{"ForSomeValues:StringEquals":{"aws:x":"a"}}""", Syntax)]
    [InlineData("""{"NullIfExists":{"aws:x":"true"}}""", Syntax)]
    [InlineData("""{"ForAnyValue:Null":{"aws:x":"true"}}""", Syntax)]
    [InlineData("""{"StringEquals":"a"}""", Syntax)]
    [InlineData("""{"StringEquals":{"aws:x":{"a":1}}}""", Syntax)]
    [InlineData("""{"StringEquals":{"aws:x":[["a"]]}}""", Syntax)]
    [InlineData("""{"StringEquals":{"aws:x":null}}""", Syntax)]
    [InlineData("""{"StringEquals":{"aws:x":"a","aws:x":"b"}}""", Syntax)]
    [InlineData("""{"StringEquals":{"aws:x":"a"},"StringEquals":{"aws:y":"b"}}""", Syntax)]
    [InlineData("""{"StringEquals":{"username":"a"}}""", NoVendor)]
    [InlineData("""{"StringEquals":{":username":"a"}}""", NoVendor)]
    [InlineData("""{"NumericEquals":{"aws:x":"ten"}}""", LegacyParsing)]
    [InlineData("""{"NumericEquals":{"aws:x":"${aws:y}"}}""", LegacyParsing)]
    [InlineData("""{"DateLessThan":{"aws:x":"tomorrow"}}""", LegacyParsing)]
    [InlineData("""{"DateLessThan":{"aws:x":"2020-13-01"}}""", LegacyParsing)]
    [InlineData("""{"Bool":{"aws:x":"yes"}}""", LegacyParsing)]
    [InlineData("""{"Null":{"aws:x":"maybe"}}""", LegacyParsing)]
    [InlineData("""{"BinaryEquals":{"aws:x":"%%"}}""", LegacyParsing)]
    [InlineData("""{"IpAddress":{"aws:x":"203.0.113.0/33"}}""", LegacyParsing)]
    [InlineData("""{"IpAddress":{"aws:x":"203.0.113/24"}}""", LegacyParsing)]
    [InlineData("""{"IpAddress":{"aws:x":"2001:db8::/129"}}""", LegacyParsing)]
    [InlineData("""{"IpAddress":{"aws:x":"fe80::1%eth0"}}""", LegacyParsing)]
    [InlineData("""{"ArnEquals":{"aws:x":"cluster"}}""", LegacyParsing)]
    [InlineData("""[]""", Syntax)]
    public void A_condition_that_cannot_be_tested_is_refused(string condition, string message) =>
        Refused(Document($$""" "Effect":"Allow","Action":"*","Resource":"*","Condition":{{condition}} """), PolicyKind.Identity, message);

    [Theory]
    [InlineData(""" "Effect":"Allow","Action":"sts:AssumeRole" """, "Missing required field Principal")]
    [InlineData(""" "Effect":"Allow","Principal":{},"Action":"sts:AssumeRole" """, "Missing required field Principal")]
    [InlineData(""" "Effect":"Allow","Principal":"*" """, "Missing required field Action")]
    [InlineData(""" "Principal":"*","Action":"sts:AssumeRole" """, "Missing required field Effect")]
    [InlineData(""" "Effect":"Allow","Principal":"*","Action":"sts:AssumeRole","Resource":"*" """, "Has prohibited field Resource")]
    [InlineData(""" "Effect":"Allow","Principal":"*","Action":"sts:AssumeRole","NotResource":"*" """, "Has prohibited field NotResource")]
    [InlineData(""" "Effect":"Allow","Principal":"*","NotPrincipal":"*","Action":"sts:AssumeRole" """, Syntax)]
    [InlineData(""" "Effect":"Allow","Principal":"*","Action":"*" """, NotAssumeRole)]
    [InlineData(""" "Effect":"Allow","Principal":"*","Action":"s3:GetObject" """, NotAssumeRole)]
    [InlineData(""" "Effect":"Allow","Principal":"*","Action":["sts:AssumeRole","sts:GetCallerIdentity"] """, NotAssumeRole)]
    [InlineData(""" "Effect":"Allow","Principal":"alice","Action":"sts:AssumeRole" """, "Invalid principal in policy: \"AWS\":\"alice\"")]
    [InlineData(""" "Effect":"Allow","Principal":{"AWS":"alice"},"Action":"sts:AssumeRole" """, "Invalid principal in policy: \"AWS\":\"alice\"")]
    [InlineData(""" "Effect":"Allow","Principal":{"AWS":"1234"},"Action":"sts:AssumeRole" """, "Invalid principal in policy: \"AWS\":\"1234\"")]
    [InlineData(""" "Effect":"Allow","Principal":{"AWS":"arn:aws:iam::12345678910:role/r"},"Action":"sts:AssumeRole" """, "Invalid principal in policy: \"AWS\":\"arn:aws:iam::12345678910:role/r\"")]
    [InlineData(""" "Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:role/*"},"Action":"sts:AssumeRole" """, "Invalid principal in policy: \"AWS\":\"arn:aws:iam::111122223333:role/*\"")]
    [InlineData(""" "Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:group/g"},"Action":"sts:AssumeRole" """, "Invalid principal in policy: \"AWS\":\"arn:aws:iam::111122223333:group/g\"")]
    [InlineData(""" "Effect":"Allow","Principal":{"AWS":"arn:aws:sts::111122223333:assumed-role/r"},"Action":"sts:AssumeRole" """, "Invalid principal in policy: \"AWS\":\"arn:aws:sts::111122223333:assumed-role/r\"")]
    [InlineData(""" "Effect":"Allow","Principal":{"Service":"lambda.*"},"Action":"sts:AssumeRole" """, "Invalid principal in policy: \"Service\":\"lambda.*\"")]
    [InlineData(""" "Effect":"Allow","Principal":{"Human":"alice"},"Action":"sts:AssumeRole" """, Syntax)]
    [InlineData(""" "Effect":"Allow","Principal":{"AWS":5},"Action":"sts:AssumeRole" """, Syntax)]
    public void A_statement_of_a_trust_policy_is_refused_in_the_words_of_IAM(string statement, string message) =>
        Refused(Document(statement), PolicyKind.Trust, message);

    [Theory]
    [InlineData(""" "Effect":"Allow","Principal":"*","Action":"sts:*" """, PolicyKind.Trust)]
    [InlineData(""" "Effect":"Allow","Principal":{"AWS":"*"},"Action":["STS:assumerole","sts:TagSession"] """, PolicyKind.Trust)]
    [InlineData(""" "Sid":"any id, with spaces","Effect":"Allow","Principal":{"CanonicalUser":"79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"},"Action":"s3:*","Resource":"*" """, PolicyKind.Resource)]
    [InlineData(""" "Effect":"Allow","Principal":"*","Action":"execute-api:Invoke","Resource":"execute-api:/*" """, PolicyKind.Resource)]
    [InlineData(""" "Effect":"Allow","Principal":{"AWS":["arn:aws:iam::111122223333:user/a/b/c","arn:aws-cn:iam::111122223333:root","arn:aws:sts::111122223333:federated-user/f"]},"Action":"*" """, PolicyKind.Resource)]
    [InlineData(""" "Sid":"","Effect":"Deny","NotAction":["*:x","s3:*"],"NotResource":"arn:aws:lambda:*","Condition":{} """, PolicyKind.Managed)]
    public void What_IAM_takes_is_taken(string statement, PolicyKind kind) => Assert.Equal(kind, PolicyDocument.Parse(Document(statement), kind, MaxCharacters).Kind);

    [Fact]
    public void A_managed_policy_is_of_the_present_version()
    {
        const string statement = """ "Statement":{"Effect":"Allow","Action":"*","Resource":"*"} """;

        Refused("{" + statement + "}", PolicyKind.Managed, "Policy document must be version 2012-10-17 or greater.");
        Refused("""{"Version":"2008-10-17",""" + statement + "}", PolicyKind.Managed, "Policy document must be version 2012-10-17 or greater.");
        Assert.Equal(PolicyDocument.OldVersion, PolicyDocument.Parse("{" + statement + "}", PolicyKind.Identity, MaxCharacters).Version);
    }

    [Fact]
    public void Ids_of_statements_are_unique_where_there_are_any()
    {
        static string Of(string first, string second) =>
            $$"""{"Statement":[{"Sid":"{{first}}","Effect":"Allow","Action":"*","Resource":"*"},{"Sid":"{{second}}","Effect":"Allow","Action":"*","Resource":"*"}]}""";

        Refused(Of("a", "a"), PolicyKind.Identity, "Statement IDs (SID) in a single policy must be unique.");
        Assert.Equal(2, PolicyDocument.Parse(Of("a", "A"), PolicyKind.Identity, MaxCharacters).Statements.Length);
        Assert.Equal(2, PolicyDocument.Parse(Of("", ""), PolicyKind.Identity, MaxCharacters).Statements.Length);
    }

    [Fact]
    public void White_space_does_not_count_for_the_length()
    {
        var document = Document(""" "Effect":"Allow","Action":"s3:ümlaut","Resource":"*" """);
        var characters = document.Count(c => !char.IsWhiteSpace(c));

        Assert.NotNull(PolicyDocument.Parse(document + new string(' ', 5_000), PolicyKind.Identity, characters));
        Assert.True(Refused(document, PolicyKind.Identity, $"Cannot exceed quota for PolicySize: {characters - 1}", characters - 1).IsTooLong);
        Assert.True(Refused(document + new string(' ', 140_000), PolicyKind.Identity, $"Cannot exceed quota for PolicySize: {characters}", characters).IsTooLong);
    }

    [Fact]
    public void Depth_and_statements_are_bounded()
    {
        Refused(new string('[', 50_000), PolicyKind.Identity, Syntax, int.MaxValue);
        Refused("{\"Statement\":[" + string.Join(',', Enumerable.Repeat("{}", 1_001)) + "]}", PolicyKind.Identity, Syntax, int.MaxValue);
    }

    [Fact]
    public void A_document_is_UTF_8()
    {
        var utf8 = Encoding.UTF8.GetBytes(Document(""" "Effect":"Allow","Action":"s3:x","Resource":"*" """));

        Assert.Equal(PolicyDocument.CurrentVersion, PolicyDocument.Parse(utf8, PolicyKind.Managed, MaxCharacters).Version);
        utf8[Array.IndexOf(utf8, (byte)'x')] = 0xFF;
        Assert.Equal(Syntax, Assert.Throws<MalformedPolicyException>(() => PolicyDocument.Parse(utf8, PolicyKind.Managed, MaxCharacters)).Message);
    }

    private static string Document(string statement) => $$"""{"Version":"2012-10-17","Statement":[{{{statement}}}]}""";

    private static MalformedPolicyException Refused(string json, PolicyKind kind, string message, int maxCharacters = MaxCharacters)
    {
        var refused = Assert.Throws<MalformedPolicyException>(() => PolicyDocument.Parse(json, kind, maxCharacters));
        Assert.Equal(message, refused.Message);
        return refused;
    }
}
