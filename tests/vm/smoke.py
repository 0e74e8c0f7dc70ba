import subprocess, sys, time, os
print("hello", os.uname().release, time.monotonic())
print(open('/sys/fs/cgroup/cgroup.controllers').read())
os.environ.update(PATH=os.environ['PATH']+':/opt/dotnet', DOTNET_ROOT='/opt/dotnet')
t=time.monotonic()
p=subprocess.Popen(['unshare','--mount','--propagation','slave','dotnet','/opt/brasa/Brasa.Server.dll','up','--data','/srv/data'],stdout=subprocess.PIPE,stderr=subprocess.STDOUT,text=True)
for l in p.stdout:
    print(l,end='')
    if 'runtimes' in l: break
print(time.monotonic()-t)
print(subprocess.run(['unshare','--mount','--propagation','slave','dotnet','/opt/brasa/Brasa.Server.dll','inspect'],capture_output=True,text=True).stdout)
p.terminate(); print(p.wait())
t=time.monotonic()
p=subprocess.run(['unshare','--mount','--propagation','slave','dotnet','/opt/sandbox-tests/Brasa.Sandbox.Tests.dll','-noColor'],capture_output=True,text=True)
print(p.stdout[-20000:])
print(time.monotonic()-t)
