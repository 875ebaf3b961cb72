using System.Text;
using System.Threading.Channels;

namespace ChatFunctions.Cli.Terminal;

/// <summary>Input from the terminal or a pipe. Waiting can be cancelled, but not the underlying read.</summary>
internal static class Input
{
    private static readonly Lazy<Channel<ConsoleKeyInfo>> Keyboard = new(ListenToKeyboard);

    public static bool IsTerminal => !Console.IsInputRedirected;

    /// <summary>Pressed keys, without echo.</summary>
    public static ChannelReader<ConsoleKeyInfo> Keys => Keyboard.Value.Reader;

    /// <summary>The next line; null at the end of input.</summary>
    public static Task<string?> LineAsync(CancellationToken cancellationToken) =>
        Task.Run(Console.In.ReadLine, CancellationToken.None).WaitAsync(cancellationToken);

    public static Task<string> AllAsync(CancellationToken cancellationToken) =>
        Task.Run(Console.In.ReadToEnd, CancellationToken.None).WaitAsync(cancellationToken);

    /// <summary>Reads a line without echo.</summary>
    public static async Task<string> SecretAsync(string question, CancellationToken cancellationToken)
    {
        await Console.Error.WriteAsync(question);
        try
        {
            var secret = new StringBuilder();
            while (await Keys.ReadAsync(cancellationToken) is var key && key.Key != ConsoleKey.Enter)
            {
                Type(key, secret);
            }

            return secret.ToString();
        }
        finally
        {
            await Console.Error.WriteLineAsync();
        }
    }

    private static void Type(ConsoleKeyInfo key, StringBuilder secret)
    {
        if (key.Key == ConsoleKey.Backspace)
        {
            secret.Length = Math.Max(0, secret.Length - 1);
        }
        else if (key is { Key: ConsoleKey.U, Modifiers: ConsoleModifiers.Control })
        {
            secret.Clear();
        }
        else if (!char.IsControl(key.KeyChar))
        {
            secret.Append(key.KeyChar);
        }
    }

    /// <summary>Reads continuously, because the terminal would echo keys between two reads.</summary>
    private static Channel<ConsoleKeyInfo> ListenToKeyboard()
    {
        var keys = Channel.CreateUnbounded<ConsoleKeyInfo>();
        var listener = new Thread(() =>
        {
            while (keys.Writer.TryWrite(Console.ReadKey(intercept: true)))
            {
            }
        })
        { IsBackground = true };
        listener.Start();
        return keys;
    }
}
