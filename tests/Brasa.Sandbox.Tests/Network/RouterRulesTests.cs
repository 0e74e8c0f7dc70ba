using System.Net;
using Brasa.Sandbox.Network;
using Brasa.Sandbox.Tests.Support;

namespace Brasa.Sandbox.Tests.Network;

public sealed class RouterRulesTests
{
    private static readonly RouterRules Rules = new([IPNetwork.Parse("10.1.0.0/16")],
    [
        PolicyText.Read("first|10.20.0.0/16,10.21.0.0/16|no|tcp:10.20.0.0/16:5432-5432,udp:0.0.0.0/0:8000-8100,tcp:10.21.0.0/16,udp:0.0.0.0/0,icmp:0.0.0.0/0"),
        PolicyText.Read("second||internet|any:0.0.0.0/0,any:10.0.0.0/8"),
    ]);

    [Fact]
    public void Without_policies_no_sandbox_can_be_held()
    {
        var text = new RouterRules([], []).Text;

        Assert.DoesNotContain("held", text, StringComparison.Ordinal);
        Assert.DoesNotContain("policies", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_policy_is_a_chain_that_lets_what_it_allows_on_and_returns_for_all_else() => Assert.Contains(
        """
            set policy0_networks { type ipv4_addr; flags interval; auto-merge; elements = { 10.20.0.0/16, 10.21.0.0/16 } }
            chain policy0_rules {
                ip daddr 10.20.0.0/16 tcp dport 5432 goto open
                udp dport 8000-8100 goto open
                ip daddr 10.21.0.0/16 meta l4proto tcp goto open
                meta l4proto udp goto open
                meta l4proto icmp goto open
            }
            chain policy0 {
                ip daddr @policy0_networks goto policy0_rules
            }
            set policy1_networks { type ipv4_addr; flags interval; auto-merge;  }
            chain policy1_rules {
                goto open
                ip daddr 10.0.0.0/8 goto open
            }
            chain policy1 {
                ip daddr @policy1_networks goto policy1_rules
                ip daddr != @closed goto policy1_rules
            }
            set held { type ipv4_addr; }
            map policies0 { type ipv4_addr : verdict; }
        """, Rules.Text, StringComparison.Ordinal);

    [Fact]
    public void What_is_held_is_asked_about_before_what_all_reach_and_before_connections_that_are_known() => Assert.Contains(
        """
                oifname != "uplink" reject with icmp admin-prohibited comment "another sandbox"
                ip saddr @held goto held
                ip daddr @allowed goto open
        """, Rules.Text, StringComparison.Ordinal);

    [Fact]
    public void An_address_is_in_the_set_of_those_held_and_in_one_map_for_each_policy()
    {
        Assert.Empty(Rules.Find(7, []));
        Assert.Equal(
            [new FilterElement("held", 7, null), new FilterElement("policies0", 7, "policy1"), new FilterElement("policies1", 7, "policy0")],
            Rules.Find(7, ["second", "first", "second"]));
        Assert.Throws<SandboxException>(() => Rules.Find(7, ["first", "third"]));
    }
}
