using System.Collections.Immutable;

namespace LocalRig.Calibrate;

/// <summary>What this program may be asked. Anything else is refused, since the plain program writes files.</summary>
internal static class Arguments
{
    /// <summary>How it is called.</summary>
    public const string Usage = """
        Calibrate [REPOSITORY] [--folds N] [--only decode|prefill] [--rows FOLDER] [--pool LAW:PARAMETER:LEVEL:WIDTH] [--devices] [--dry]
            fits the speed laws to data/evidence; writes data/calibration/speed.json and docs/accuracy.md (not with --only or --dry)
        Calibrate [REPOSITORY] drift [--since YYYY-MM-DD]       where newer rows of the ledger and this build's forecasts disagree
        Calibrate [REPOSITORY] left-out CASES [--folds N] [--only decode|prefill] [--rows FOLDER]
            cases forecast by a fit that saw none of their devices
        Calibrate [REPOSITORY] users                            writes data/calibration/users.json and docs/accuracy-users.md
        """;

    private static ImmutableArray<string> Flags { get; } = ["--devices", "--dry", "drift", "users"];

    private static ImmutableArray<string> WithValue { get; } = ["--folds", "--only", "--rows", "--pool", "--since", "left-out"];

    /// <summary>The first word that isn't understood; null where all are. A value that lacks is not understood either.</summary>
    /// <param name="args">As given.</param>
    public static string? Unknown(string[] args)
    {
        for (int i = args.Length > 0 && Directory.Exists(args[0]) ? 1 : 0; i < args.Length; i++)
        {
            if (WithValue.Contains(args[i]) && i + 1 < args.Length)
            {
                i++;
            }
            else if (!Flags.Contains(args[i]))
            {
                return args[i];
            }
        }

        return null;
    }
}
