using System.Reflection;

namespace PedOS.Engine.Tests.Health;

/// <summary>Passes calls of a port on, but for those that fail.</summary>
public class Failing : DispatchProxy
{
    private object? _port;
    private Func<string, object?[], Exception?>? _failure;

    /// <summary>Makes a port.</summary>
    /// <param name="port">Takes the calls that do not fail.</param>
    /// <param name="failure">How a call fails, by its name and arguments; null for not at all.</param>
    public static T Around<T>(T port, Func<string, object?[], Exception?> failure)
        where T : class
    {
        T made = Create<T, Failing>();
        Failing proxy = (Failing)(object)made;
        proxy._port = port;
        proxy._failure = failure;
        return made;
    }

    /// <inheritdoc/>
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (_failure!(targetMethod!.Name, args ?? []) is { } failure)
        {
            throw failure;
        }

        try
        {
            return targetMethod.Invoke(_port, args);
        }
        catch (TargetInvocationException e) when (e.InnerException is not null)
        {
            throw e.InnerException;
        }
    }
}
