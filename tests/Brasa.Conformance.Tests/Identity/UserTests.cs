using Brasa.Conformance.Tests.Support;

namespace Brasa.Conformance.Tests.Identity;

public sealed class UserTests(SharedServer server) : IdentityTest(server)
{
    [Fact]
    public async Task A_user_has_keys_groups_and_policies_and_goes_without_them()
    {
        var user = (await Iam.DoAsync("CreateUser", new { UserName = "ana", Path = "/staff/" }))["User"]!;
        Assert.Equal(ArnOf("user/staff/ana"), (string?)user["Arn"]);
        await Iam.DoAsync("CreateGroup", new { GroupName = "admins" });
        await Iam.DoAsync("AddUserToGroup", new { GroupName = "admins", UserName = "ana" });
        await Iam.DoAsync("PutUserPolicy", new { UserName = "ana", PolicyName = "own", PolicyDocument = AllowS3 });
        var key = (string)(await Iam.DoAsync("CreateAccessKey", new { UserName = "ana" }))["AccessKey"]!["AccessKeyId"]!;

        Assert.Equal("admins", await NamesAsync("ListGroupsForUser", new { UserName = "ana" }, "Groups", "GroupName"));
        Assert.Equal("ana", await NamesAsync("GetGroup", new { GroupName = "admins" }, "Users", "UserName"));
        await IsConflictAsync("must delete access keys first");
        await Iam.DoAsync("DeleteAccessKey", new { UserName = "ana", AccessKeyId = key });
        await IsConflictAsync("must remove users from group first");
        Assert.Equal("DeleteConflict", (await Iam.CallAsync("DeleteGroup", new { GroupName = "admins" })).Code);
        await Iam.DoAsync("RemoveUserFromGroup", new { GroupName = "admins", UserName = "ana" });
        await IsConflictAsync("must delete policies first");
        await Iam.DoAsync("DeleteUserPolicy", new { UserName = "ana", PolicyName = "own" });
        await Iam.DoAsync("DeleteUser", new { UserName = "ana" });
        await Iam.DoAsync("DeleteGroup", new { GroupName = "admins" });
        (await Iam.CallAsync("GetUser", new { UserName = "ana" })).IsRefused(404, "NoSuchEntity", "The user with name ana cannot be found.");

        async Task IsConflictAsync(string why) =>
            Assert.Contains(why, (await Iam.CallAsync("DeleteUser", new { UserName = "ana" })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_that_differ_in_case_are_one_and_pages_lose_none()
    {
        await Iam.DoAsync("CreateUser", new { UserName = "ana" });
        foreach (var name in new[] { "B", "C", "a", "A" }) await Iam.DoAsync("PutUserPolicy", new { UserName = "ana", PolicyName = name, PolicyDocument = AllowS3 });
        await Iam.DoAsync("TagUser", new { UserName = "ana", Tags = new[] { new { Key = "Dept", Value = "1" }, new { Key = "dept", Value = "2" } } });

        var names = new List<string?>();
        string? marker = null;
        do
        {
            var page = await Iam.DoAsync("ListUserPolicies", new { UserName = "ana", MaxItems = 1, Marker = marker });
            names.AddRange(page["PolicyNames"]!.AsArray().Select(name => (string?)name));
            marker = (string?)page["Marker"];
        }
        while (marker is not null);
        Assert.Equal("A B C", string.Join(' ', names).ToUpperInvariant());
        Assert.Equal("2", await NamesAsync("ListUserTags", new { UserName = "ana" }, "Tags", "Value"));
    }

    [Fact]
    public async Task Two_keys_are_the_most_and_each_is_shown_once()
    {
        await Iam.DoAsync("CreateUser", new { UserName = "ana" });
        var first = (await Iam.DoAsync("CreateAccessKey", new { UserName = "ana" }))["AccessKey"]!;
        Assert.Matches("^AKIA[A-Z2-7]{16}$", (string?)first["AccessKeyId"]);
        Assert.Equal(40, ((string)first["SecretAccessKey"]!).Length);
        await Iam.DoAsync("CreateAccessKey", new { UserName = "ana" });
        (await Iam.CallAsync("CreateAccessKey", new { UserName = "ana" })).IsRefused(409, "LimitExceeded", "Cannot exceed quota for AccessKeysPerUser: 2");

        await Iam.DoAsync("UpdateAccessKey", new { UserName = "ana", AccessKeyId = (string?)first["AccessKeyId"], Status = "Inactive" });
        var listed = (await Iam.DoAsync("ListAccessKeys", new { UserName = "ana" }))["AccessKeyMetadata"]!.AsArray();
        Assert.Equal(["Active", "Inactive"], listed.Select(key => (string?)key!["Status"]).Order(StringComparer.Ordinal));
        Assert.DoesNotContain("Secret", listed.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_and_a_group_are_renamed()
    {
        await Iam.DoAsync("CreateUser", new { UserName = "ana" });
        await Iam.DoAsync("CreateUser", new { UserName = "bob" });
        await Iam.DoAsync("CreateGroup", new { GroupName = "old" });
        await Iam.DoAsync("AddUserToGroup", new { GroupName = "old", UserName = "ana" });
        Assert.Equal("EntityAlreadyExists", (await Iam.CallAsync("UpdateUser", new { UserName = "ana", NewUserName = "BOB" })).Code);

        await Iam.DoAsync("UpdateUser", new { UserName = "ana", NewUserName = "Ana", NewPath = "/x/" });
        await Iam.DoAsync("UpdateGroup", new { GroupName = "old", NewGroupName = "new" });
        Assert.Equal(ArnOf("user/x/Ana"), (string?)(await Iam.DoAsync("GetUser", new { UserName = "ana" }))["User"]!["Arn"]);
        Assert.Equal("Ana", await NamesAsync("GetGroup", new { GroupName = "new" }, "Users", "UserName"));
        Assert.Equal("NoSuchEntity", (await Iam.CallAsync("GetGroup", new { GroupName = "old" })).Code);
    }

    [Fact]
    public async Task Who_names_nobody_means_themselves()
    {
        Assert.Equal(ArnOf("root"), (string?)(await Iam.DoAsync("GetUser", new { }))["User"]!["Arn"]);
        await Iam.DoAsync("CreateAccessKey", new { });
        Assert.Single((await Iam.DoAsync("ListAccessKeys", new { }))["AccessKeyMetadata"]!.AsArray());
    }
}
