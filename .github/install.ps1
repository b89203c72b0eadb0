# Installs Postil for whoever runs it: takes the archive for this machine, compares its checksum,
# and puts the program below the user's own programs, which it adds to the path.
#
#   POSTIL_PREFIX    where to put it, instead of %LOCALAPPDATA%\Programs\postil
#   POSTIL_DOWNLOAD  where archives and checksums lie, instead of at the release
$ErrorActionPreference = "Stop"

$download = if ($env:POSTIL_DOWNLOAD) { $env:POSTIL_DOWNLOAD } else { "@DOWNLOAD@" }
$prefix = if ($env:POSTIL_PREFIX) { $env:POSTIL_PREFIX } else { "$env:LOCALAPPDATA\Programs\postil" }

# A 32-bit shell names the machine in the second.
$machine = if ($env:PROCESSOR_ARCHITEW6432) { $env:PROCESSOR_ARCHITEW6432 } else { $env:PROCESSOR_ARCHITECTURE }
$target = switch ($machine) {
    "AMD64" { "x86_64-pc-windows-msvc" }
    "ARM64" { "aarch64-pc-windows-msvc" }
    default { throw "postil: there is no archive for $machine; with Rust: cargo install postil" }
}

$name = "postil-$target"
$folder = Join-Path ([IO.Path]::GetTempPath()) ([IO.Path]::GetRandomFileName())
New-Item -ItemType Directory $folder | Out-Null
try {
    Invoke-WebRequest -UseBasicParsing "$download/$name.zip" -OutFile "$folder\$name.zip"
    Invoke-WebRequest -UseBasicParsing "$download/SHA256SUMS" -OutFile "$folder\SHA256SUMS"
    $line = Select-String -Path "$folder\SHA256SUMS" -Pattern "^([0-9a-f]{64}) [ *]$([regex]::Escape($name))\.zip$"
    $wanted = if ($line) { $line.Matches[0].Groups[1].Value } else { "" }
    $actual = (Get-FileHash -Algorithm SHA256 "$folder\$name.zip").Hash.ToLowerInvariant()
    if ($actual -ne $wanted) {
        throw "postil: $name.zip is not what the release has: its checksum differs; nothing was installed"
    }
    Expand-Archive "$folder\$name.zip" $folder
    New-Item -ItemType Directory -Force $prefix | Out-Null
    Copy-Item -Recurse -Force "$folder\$name\*" $prefix
}
finally {
    Remove-Item -Recurse -Force $folder
}

$path = [Environment]::GetEnvironmentVariable("Path", "User")
if (($path -split ";") -notcontains $prefix) {
    [Environment]::SetEnvironmentVariable("Path", "$prefix;$path", "User")
}
Write-Output "$(& "$prefix\postil.exe" --version) is in $prefix; open a new terminal, then: postil new my-edition"
