using System.Reflection;
using System.Runtime.CompilerServices;

namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Where a function application's Program starts.</summary>
public class FunctionsApplication
{
    /// <summary>Makes a builder with the defaults of the Functions host; the functions are those of the calling assembly.</summary>
    /// <param name="args">The command line; it wins over environment variables, and they over local.settings.json.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static FunctionsApplicationBuilder CreateBuilder(string[] args) => new(args, Assembly.GetCallingAssembly());
}
