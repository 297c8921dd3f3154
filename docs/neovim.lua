-- One server for each project: the nearest folder upward that holds one of the markers.
local markers = { 'ebpf-verdict.jsonc', '.git' }
local servers = {}

local function project_of(file)
  local own = vim.fn.fnamemodify(file, ':p:h')
  local folder = own
  while true do
    for _, marker in ipairs(markers) do
      local path = folder .. '/' .. marker
      if vim.fn.filereadable(path) == 1 or vim.fn.isdirectory(path) == 1 then
        return folder
      end
    end
    local parent = vim.fn.fnamemodify(folder, ':h')
    if parent == folder then
      return own
    end
    folder = parent
  end
end

vim.api.nvim_create_autocmd('FileType', {
  pattern = 'c',
  callback = function(args)
    local root = project_of(args.file)
    servers[root] = servers[root]
      or vim.lsp.start_client({
        name = 'ebpf-verdict',
        cmd = { 'ebpf-verdict', 'lsp', '--stdio' },
        root_dir = root,
        on_exit = function()
          servers[root] = nil
        end,
      })
    if servers[root] then
      vim.lsp.buf_attach_client(args.buf, servers[root])
    end
  end,
})
