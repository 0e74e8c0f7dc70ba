using Brasa.Contracts.Sqs;
using Brasa.Services.Sqs;
using Brasa.Services.Tests.Sqs.Support;

namespace Brasa.Services.Tests.Sqs;

public sealed class QueueUrlsTests
{
    [Theory]
    [InlineData("http://localhost:4566/111122223333/q")]
    [InlineData("http://localhost:4566/111122223333/q/")]
    [InlineData("http://192.168.1.2:9999/queue/111122223333/q")]
    [InlineData("https://sqs.us-east-1.amazonaws.com/111122223333/q")]
    [InlineData("https://us-east-1.queue.amazonaws.com/111122223333/q")]
    [InlineData("https://queue.amazonaws.com/111122223333/q")]
    [InlineData("http://sqs.us-east-1.localhost:4566/111122223333/q")]
    [InlineData("/111122223333/q")]
    [InlineData("111122223333/q")]
    [InlineData("q")]
    public void Every_form_that_clients_send_names_the_queue(string url)
    {
        using var all = new StoredQueues();

        Assert.Equal(StoredQueues.ArnOf("q"), QueueUrls.Parse(url, all.Context).Arn);
    }

    [Theory]
    [InlineData("")]
    [InlineData("http://localhost:4566/")]
    [InlineData("http://localhost:4566/account/q")]
    [InlineData("http://[")]
    [InlineData("https://sqs.eu-west-1.amazonaws.com/111122223333/q")]
    [InlineData("https://eu-west-1.queue.amazonaws.com/111122223333/q")]
    public void What_names_no_queue_here_is_refused(string url)
    {
        using var all = new StoredQueues();

        Assert.Throws<InvalidAddressException>(() => QueueUrls.Parse(url, all.Context));
    }
}
