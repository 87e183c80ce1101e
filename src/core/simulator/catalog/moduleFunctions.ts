/** Functions of the system's modules that do not already stand in a call path: start-up, loader, heap, thread pool. */

/** Functions by module name; a module that is missing here has only those that call paths name. */
export const MODULE_FUNCTIONS: Readonly<Record<string, string>> = {
  ntdll: `
    RtlUserThreadStart LdrInitializeThunk LdrpInitialize LdrpInitializeInternal LdrpInitializeProcess=1e00
    LdrpInitializePerUserWindowsDirectory LdrpInitializeImageFileExecutionOptions LdrpInitializeExecutionOptions
    LdrpInitializeThread LdrpInitParallelLoadingSupport LdrpGetProcApphelpCheckModule LdrpCallInitRoutine LdrpInitializeNode LdrpInitializeGraphRecurse LdrpPrepareModuleForExecution
    LdrLoadDll LdrpLoadDll LdrpLoadDllInternal LdrpFindOrPrepareLoadingModule LdrpFindKnownDll LdrpMapDllSearchPath
    LdrpMapDllNtFileName LdrpSnapModule LdrGetProcedureAddressForCaller LdrUnloadDll LdrpUnloadNode
    RtlpAllocateHeap=a00 RtlpAllocateHeapInternal=a00 RtlAllocateHeap RtlFreeHeap RtlpFreeHeapInternal RtlReAllocateHeap
    RtlInitializeHeapManager RtlCreateHeap RtlInitUnicodeString RtlDosPathNameToNtPathName_U RtlpDosPathNameToRelativeNtPathName
    RtlInitializeCriticalSection RtlEnterCriticalSection RtlpEnterCriticalSectionContended RtlLeaveCriticalSection
    RtlpWaitOnCriticalSection RtlpWaitOnAddress RtlWakeAddressSingle RtlAcquireSRWLockExclusive RtlSleepConditionVariableSRW
    RtlOpenCurrentUser RtlFormatCurrentUserKeyPath RtlQueryRegistryValuesEx RtlpNlsInit RtlGetLocaleFileMappingAddress
    TppWorkerThread=a00 TppWorkpExecuteCallback TppSimplepExecuteCallback TppTimerpExecuteCallback TppWaitpExecuteCallback
    TppIopExecuteCallback TppAlpcpExecuteCallback TpAllocWork TpPostWork TpAllocTimer TpSetTimer TpSetWait TpReleasePool
    RtlDispatchException RtlRaiseException RtlUnwindEx KiUserExceptionDispatch KiUserApcDispatch KiUserCallbackDispatcher
    KiRaiseUserExceptionDispatcher RtlCaptureStackBackTrace RtlLookupFunctionEntry RtlVirtualUnwind
    EtwEventWrite EtwEventUnregister EtwpEventWriteFull EtwpTracingProvEnableCallback DbgBreakPoint DbgUiRemoteBreakin
    CsrClientConnectToServer CsrpConnectToServer CsrClientCallServer memcpy memset strlen _snwprintf`,
  kernel32: `
    BaseThreadInitThunk GetProcAddressStub LoadLibraryExWStub GetModuleHandleWStub UnhandledExceptionFilter
    BaseDllInitialize WerpReportFault QueryPerformanceCounterStub GetTickCount64 SleepStub GetCommandLineWStub
    InitializeCriticalSectionStub HeapFreeStub GetLastErrorStub SetUnhandledExceptionFilterStub ExitProcessImplementation
    CreateToolhelp32Snapshot Process32FirstW Process32NextW BasepCreateActCtx GetStartupInfoW CreateThreadpoolStub`,
  KERNELBASE: `
    KernelBaseDllInitialize KernelBaseBaseDllInitialize LoadLibraryExW LoadLibraryW GetModuleHandleW GetProcAddressForCaller
    BasepGetNamedObjectDirectory BaseGetNamedObjectDirectory BaseFormatObjectAttributes BaseDllOpenIniFileOnDisk
    SleepEx Sleep GetFileAttributesExW GetFileInformationByHandle SetFilePointerEx GetOverlappedResult FlushFileBuffers
    MapViewOfFileEx MapViewOfFile UnmapViewOfFile VirtualAlloc VirtualFree HeapCreate LocalAlloc LocalFree
    RaiseException UnhandledExceptionFilter GetLastError SetLastError FormatMessageW BasepInitializeTermsrvFpns
    NlsProcessInitialize OpenRegKey InternalGetLocaleInfo GetNLSVersionEx RegEnumKeyExW RegSetValueExW MapPredefinedHandleInternal
    ConnectNamedPipe DisconnectNamedPipe TransactNamedPipe WaitForThreadpoolWorkCallbacks OutputDebugStringW=500`,
  ucrtbase: `
    initterm initterm_e thread_start _endthreadex _wfsopen _wopen
    _wsopen_nolock common_fsopen<wchar_t> fclose fflush fread fwrite malloc free _calloc_base _free_base exit
    __stdio_common_vswprintf _register_onexit_function strtol wcstombs_s`,
  msvcrt: `_initterm _beginthreadex _callthreadstartex _threadstartex _endthreadex _wfopen _wopen fclose fread fwrite malloc free exit
    _cexit swprintf memmove`,
  sechost: `
    StartServiceCtrlDispatcherW ScDispatcherLoop QueryServiceDispatcher ScSvcctrlThreadA ScSvcctrlThreadW
    RegisterServiceCtrlHandlerExW SetServiceStatus OpenSCManagerW OpenServiceW CloseServiceHandle StartTraceW
    LsaLookupOpenLocalPolicy ConvertSidToStringSidW CredReadW`,
  ADVAPI32: `
    RegOpenKeyExWStub RegCreateKeyExWStub RegCloseKeyStub RegQueryValueExWStub OpenProcessTokenStub AdjustTokenPrivilegesStub
    EventRegisterStub RegisterTraceGuidsW LookupAccountSidW LookupPrivilegeValueW CryptAcquireContextW SystemFunction036
    ImpersonateNamedPipeClient RevertToSelfStub`,
  RPCRT4: `
    NdrClientCall3 NdrpClientCall3 NdrStubCall2 Invoke RPC_INTERFACE::DispatchToStubInCNoAvrf RPC_INTERFACE::DispatchToStub
    LRPC_SCALL::DispatchRequest LRPC_SCALL::HandleRequest LRPC_SASSOCIATION::HandleRequest LRPC_ADDRESS::HandleRequest
    LRPC_ADDRESS::ProcessIO LrpcIoComplete RpcBindingFromStringBindingW RpcServerListen RpcServerRegisterIf3
    RpcStringBindingComposeW I_RpcGetBuffer I_RpcSendReceive`,
  combase: `
    CoInitializeEx _CoInitializeEx CComApartment::InitRemoting CRpcResolver::GetConnection CoCreateInstance CoCreateInstanceEx
    CComActivator::DoCreateInstance ActivationPropertiesIn::DelegateCreateInstance CoGetApartmentType CoUninitialize
    wCoInitializeEx InitChannelIfNecessary OXIDEntry::StartServer ThreadDispatch`,
  ole32: `
    CoInitializeEx wCoInitializeEx CComApartment::InitRemoting CRpcResolver::GetConnection CoCreateInstance
    CoCreateInstanceEx InitChannelIfNecessary gdwMainThreadId OXIDEntry::StartServer`,
  USER32: `
    ClientThreadSetup UserClientDllInitialize _UserClientDllInitialize CreateWindowExW DispatchMessageW DispatchMessageWorker
    GetMessageW PeekMessageW RegisterClassExW GetProcessWindowStation GetThreadDesktop SetThreadDesktop PostMessageW
    MsgWaitForMultipleObjectsEx LoadIconW LoadCursorW`,
  GDI32: `GdiDllInitialize GetDC CreateCompatibleDC CreateDIBSection DeleteObject SelectObject TextOutW`,
  WS2_32: `
    WSAStartup WSASocketW socket bind listen accept WSAAccept connect closesocket send recv select getaddrinfo GetAddrInfoW
    DPROVIDER::Initialize DCATALOG::FindIFSProviderForSocket WahOpenHandleHelper`,
  mswsock: `
    WSPSocket SockSocket WSPBind WSPListen WSPAccept WSPCloseSocket SockAsyncSelectCompletion SockCreateAsyncHelper
    AcceptEx`,
  bcrypt: `BCryptOpenAlgorithmProvider BCryptGenRandom BCryptCloseAlgorithmProvider`,
  bcryptPrimitives: `ProcessPrng AesRNGState_generate MSCryptOpenAlgorithmProvider`,
  cryptsp: `CryptAcquireContextW CryptGenRandom CryptReleaseContext`,
  clbcatq: `DllMain CoRegCleanup GetComputerObject`,
  Secur32: `LsaConnectUntrusted LsaLogonUser AcquireCredentialsHandleW`,
};

/** Functions of the kernel image besides the system services. */
export const KERNEL_FUNCTIONS = `
  KiIdleLoop DbgBreakPointWithStatus KdCheckForDebugBreak KeClockInterruptNotify
  KiSystemServiceCopyEnd KiSystemServiceExit KiSystemServiceUser KiPageFault KeWaitForSingleObject KeSetEvent
  KeWaitForMultipleObjects KiSwapThread KiCommitThreadWait ExAllocatePoolWithTag ExFreePoolWithTag
  ExpUpdateDebugInfo ExCreateHandleEx ExpAllocateHandleTableEntry ExpAllocateHandleTableEntrySlow ExDupHandleTable
  ExEnableHandleTracing ExMapHandleToPointer ExpGetHandleInfo ObReferenceObjectByHandleWithTag ObOpenObjectByNameEx
  ObOpenObjectByPointer ObCreateObjectEx ObpAllocateObject ObpLookupObjectName ObpLookupDirectoryEntryEx
  ObfDereferenceObject ObpIncrementHandleCountEx ObpDecrementHandleCount ObInitProcess PspAllocateProcess PspInsertProcess
  PspCreateThread PspInsertThread PspSetQuotaLimits CmOpenKey CmpParseKey CmpDoOpen CmCreateKey IopParseDevice
  IopCreateFile IoCreateFileEx IopXxxControlFile AlpcpConnectPort AlpcpCreateConnectionPort MiCreateSection
  MiCreateImageOrDataSection EtwpRegisterUMGuid EtwpRegisterProvider SepAdjustPrivileges PsOpenProcess PsOpenThread
  PsOpenTokenOfProcess ExpWorkerThread PspSystemThreadStartup KiStartSystemThread Phase1Initialization
  RtlWalkFrameChain RtlCaptureStackBackTrace`;

/** Functions of the Windows XP kernel besides the system services and those of the published stacks. */
export const XP_KERNEL_FUNCTIONS = `
  KiFastCallEntry KiIdleLoop KeUpdateSystemTime RtlpBreakWithStatusInstruction=8 KeWaitForSingleObject KeSetEvent KiSwapThread ExAllocatePoolWithTag ExFreePoolWithTag ExpAllocateHandleTableEntry
  ExDupHandleTable ExEnableHandleTracing ObpLookupObjectName ObOpenObjectByPointer ObCreateObject ObfDereferenceObject
  PspCreateProcess PspCreateThread CmpParseKey IopParseDevice IopCreateFile MmCreateSection PsOpenTokenOfProcess
  ExpWorkerThread PspSystemThreadStartup KiThreadStartup Phase1Initialization RtlWalkFrameChain`;
