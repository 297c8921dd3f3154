-- Uses Neovim as a person would, on the file that it was started with, and leaves in $REPORT what it saw: the
-- diagnostics, the hover's window, the choices of the code action menu; then takes a fix, takes all fixes, and saves.
local limit = 20000
local report = {}

local function wait_for(what, look)
  local found
  local is_there = vim.wait(limit, function()
    found = look()
    return found
  end, 20)
  if not is_there then
    error(what .. ': not within ' .. limit .. ' ms')
  end
  return found
end

local function text()
  return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, true), '\n') .. '\n'
end

local function diagnostics()
  local found = vim.diagnostic.get(0)
  return #found > 0 and found or nil
end

local function put_cursor(pattern)
  vim.fn.cursor(1, 1)
  if vim.fn.search(pattern, 'cW') == 0 then
    error('the file lacks ' .. pattern)
  end
end

local function hover()
  vim.lsp.buf.hover()
  local window = wait_for('the hover', function()
    for _, each in ipairs(vim.api.nvim_list_wins()) do
      if vim.api.nvim_win_get_config(each).relative ~= '' then
        return each
      end
    end
  end)
  local lines = vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, true)
  vim.api.nvim_win_close(window, true)
  return table.concat(lines, '\n')
end

-- Opens the menu, chooses its first entry, and waits for what that does to the text.
local function take_first_action(options)
  local before, offered = text(), {}
  vim.ui.select = function(items, _, choose)
    for _, item in ipairs(items) do
      local action = item[2] or item.action
      table.insert(offered, action.title)
    end
    choose(items[1], 1)
  end
  vim.lsp.buf.code_action(options)
  wait_for('the code action', function()
    return text() ~= before
  end)
  return offered
end

local function drive()
  wait_for('diagnostics', diagnostics)
  report.diagnostics = vim.tbl_map(function(each)
    return { code = each.code, source = each.source, line = each.lnum, column = each.col, severity = each.severity }
  end, vim.diagnostic.get(0))
  put_cursor('src_port <')
  report.hover = hover()
  put_cursor('BPF_CORE_READ(ctx')
  report.offered = take_first_action()
  report.fixed = text()
  vim.cmd('silent undo')
  report.undone = text()
  local all = { only = { 'source.fixAll.ebpfVerdict' }, diagnostics = {} }
  report.offeredForAll = take_first_action(vim.fn.has('nvim-0.8') == 1 and { context = all } or all)
  vim.cmd('silent write')
end

local is_done, problem = pcall(drive)
report.problem = not is_done and tostring(problem) or nil
report.clients = vim.tbl_map(function(client)
  return { name = client.name, root = client.config.root_dir }
end, vim.lsp.get_active_clients())
vim.fn.writefile({ vim.fn.json_encode(report) }, os.getenv('REPORT'))
vim.cmd('qall!')
