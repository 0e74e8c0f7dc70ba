using System.Text;
using Brasa.Services.Iam.Policies;
using Brasa.Services.Tests.Iam.Policies.Support;

namespace Brasa.Services.Tests.Iam.Policies;

/// <summary>Documents that somebody has bent.</summary>
public sealed class MutatedPoliciesTests
{
    private static readonly byte[][] Samples =
    [
        .. new[]
        {
            """{"Version":"2012-10-17","Id":"x","Statement":[{"Sid":"A1","Effect":"Allow","Action":["s3:Get*","sqs:?end"],"Resource":["arn:aws:s3:::b/${aws:username, 'x'}/*","*"]}]}""",
            """{"Version":"2012-10-17","Statement":{"Effect":"Deny","NotAction":"iam:*","NotResource":"arn:aws:sqs:us-*-1:*:q","Condition":{"ForAllValues:StringLike":{"aws:TagKeys":["a*","${*}"]},"Null":{"aws:x":true}}}}""",
            """{"Version":"2008-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":["111122223333","arn:aws:iam::111122223333:role/a/b"],"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}""",
            """{"Statement":[{"Effect":"Allow","NotPrincipal":{"Federated":"accounts.google.com","CanonicalUser":"79"},"Action":"s3:*","Resource":"arn:aws:s3:::b","Condition":{"IpAddress":{"aws:SourceIp":["10.0.0.0/8","2001:db8::/32"]}}}]}""",
            """{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"NumericLessThan":{"aws:n":[1,"2.5"]},"DateGreaterThan":{"aws:d":"2020-01-01T00:00:00Z"},"BinaryEquals":{"aws:b":"QmluYXJ5"},"ArnLike":{"aws:a":"arn:aws:sns:*:*:t?"}}}]}""",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    private static readonly byte[] Telling = [.. "\"{}[]:,*?$\\/u0dDfF \n"u8, 0x00, 0x7F, 0x80, 0xC3, 0xED, 0xFE, 0xFF];

    [Fact]
    public void They_are_read_or_refused_and_nothing_else()
    {
        var (read, refused) = (0, 0);

        Iterations.Run(3_000, random =>
        {
            var document = Mutated(random);
            foreach (var kind in Enum.GetValues<PolicyKind>())
            {
                try
                {
                    var policy = PolicyDocument.Parse(document, kind, PolicyDocument.MaxRoleInlineCharacters);
                    PolicyEvaluator.Evaluate(new RandomPolicies(random).Request(), new PrincipalPolicies(new PolicySet([policy])), new PolicySet([policy]));
                    read++;
                }
                catch (MalformedPolicyException)
                {
                    refused++;
                }
            }
        });

        Assert.True(read > 0 && refused > 0, $"{read} were read, {refused} refused.");
    }

    private static byte[] Mutated(Random random)
    {
        var document = Samples[random.Next(Samples.Length)].ToList();
        for (var i = random.Next(1, 5); i > 0 && document.Count > 0; i--)
        {
            var at = random.Next(document.Count);
            switch (random.Next(6))
            {
                case 0: document[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: document[at] = Telling[random.Next(Telling.Length)]; break;
                case 2: document.Insert(at, Telling[random.Next(Telling.Length)]); break;
                case 3: document.RemoveRange(at, random.Next(1, Math.Min(8, document.Count - at) + 1)); break;
                case 4: document.InsertRange(at, document.GetRange(at, random.Next(1, Math.Min(40, document.Count - at) + 1))); break;
                default: Splice(random, document, at); break;
            }
        }

        return [.. document];
    }

    // Puts a piece of another document, or an escape, in.
    private static void Splice(Random random, List<byte> document, int at)
    {
        if (random.Next(3) == 0)
        {
            document.InsertRange(at, Encoding.ASCII.GetBytes($"\\u{random.Next(0x10000):x4}"));
            return;
        }

        var other = Samples[random.Next(Samples.Length)];
        var start = random.Next(other.Length);
        document.InsertRange(at, other[start..random.Next(start, Math.Min(other.Length, start + 60))]);
    }
}
