using Brasa.Lambda.Environments;

namespace Brasa.Lambda.Tests.Environments;

public sealed class EnvironmentStateMachineTests
{
    [Fact]
    public void A_life_goes_from_starting_through_idle_and_busy()
    {
        var machine = new EnvironmentStateMachine();

        Assert.True(machine.TryMove(EnvironmentState.Starting, EnvironmentState.Idle));
        Assert.True(machine.TryMove(EnvironmentState.Idle, EnvironmentState.Busy));
        Assert.True(machine.TryMove(EnvironmentState.Busy, EnvironmentState.Idle));
        Assert.True(machine.TryMove(EnvironmentState.Idle, EnvironmentState.Draining));
        Assert.True(machine.TryEnd());
        Assert.Equal(EnvironmentState.Gone, machine.Current);
    }

    [Fact]
    public void An_event_may_come_to_one_that_is_frozen_or_reset()
    {
        var machine = new EnvironmentStateMachine();
        Assert.False(machine.TryMove(EnvironmentState.Busy));
        machine.TryMove(EnvironmentState.Starting, EnvironmentState.Idle);

        Assert.True(machine.TryMove(EnvironmentState.Idle, EnvironmentState.Frozen));
        Assert.True(machine.TryMove(EnvironmentState.Busy));
        Assert.True(machine.TryMove(EnvironmentState.Busy, EnvironmentState.Resetting));
        Assert.False(machine.TryMove(EnvironmentState.Busy));
        Assert.True(machine.TryMove(EnvironmentState.Resetting, EnvironmentState.Reset));
        Assert.True(machine.TryMove(EnvironmentState.Busy));
        Assert.False(machine.TryMove(EnvironmentState.Busy));
    }

    [Fact]
    public void A_transition_from_another_state_does_not_happen()
    {
        var machine = new EnvironmentStateMachine();

        Assert.False(machine.TryMove(EnvironmentState.Idle, EnvironmentState.Busy));
        Assert.Equal(EnvironmentState.Starting, machine.Current);
    }

    [Theory]
    [InlineData(EnvironmentState.Starting, EnvironmentState.Busy)]
    [InlineData(EnvironmentState.Gone, EnvironmentState.Idle)]
    [InlineData(EnvironmentState.Draining, EnvironmentState.Idle)]
    [InlineData(EnvironmentState.Idle, EnvironmentState.Starting)]
    [InlineData(EnvironmentState.Busy, EnvironmentState.Frozen)]
    [InlineData(EnvironmentState.Frozen, EnvironmentState.Idle)]
    [InlineData(EnvironmentState.Reset, EnvironmentState.Idle)]
    [InlineData(EnvironmentState.Busy, EnvironmentState.Reset)]
    [InlineData(EnvironmentState.Resetting, EnvironmentState.Busy)]
    public void A_transition_that_is_not_listed_is_an_error(object from, object to) =>
        Assert.Throws<InvalidOperationException>(() => new EnvironmentStateMachine().TryMove((EnvironmentState)from, (EnvironmentState)to));

    [Fact]
    public void What_is_gone_ends_once()
    {
        var machine = new EnvironmentStateMachine();

        Assert.True(machine.TryEnd());
        Assert.False(machine.TryEnd());
        Assert.False(machine.TryMove(EnvironmentState.Starting, EnvironmentState.Idle));
    }
}
